import { among, stream } from '#resolvers/stream'
import { builder } from '#schema/builder'
import { EventType } from '#schema/enums'

stream('events', {
  description:
    'Everything that happens, in one total order, nothing missing and nothing twice. For a connector: what concerns its channel.',
  scope: 'log:read',
  args: builder.args((t) => ({
    types: t.field({ type: [EventType], description: 'Only these; at most 100.' }),
    channels: t.stringList({ description: 'Only what concerns these channels, by key; at most 100.' }),
  })),
  matches({ types, channels }) {
    const ofType = among(types)
    const ofChannel = among(channels)
    return (event) => ofType(event.type) && ofChannel(event.channelKey)
  },
})
