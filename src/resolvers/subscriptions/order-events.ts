import { among, stream } from '#resolvers/stream'
import { builder } from '#schema/builder'
import { EventType, OrderStatus } from '#schema/enums'
import { storedNumbers } from '#schema/order-filter'

stream('orderEvents', {
  description:
    'Every event of an order, that is, every event with a `sequence`: its own, and those of its shipments, exceptions and channel messages. Per order the sequence grows by one from event to event.',
  scope: 'orders:read',
  args: builder.args((t) => ({
    orderNumbers: t.stringList({ description: 'Only these orders; at most 100.' }),
    channels: t.stringList({ description: 'Only orders of these channels, by key; at most 100.' }),
    types: t.field({ type: [EventType], description: 'Only these.' }),
    statuses: t.field({
      type: [OrderStatus],
      description:
        'Only orders that had one of these statuses before the event or have it after, so that a board sees them leave.',
    }),
  })),
  matches({ orderNumbers, channels, types, statuses }) {
    const ofOrder = among(orderNumbers && storedNumbers(orderNumbers))
    const ofChannel = among(channels)
    const ofType = among(types)
    const ofStatus = among(statuses)
    return (event) =>
      event.sequence !== null &&
      ofOrder(event.orderNumber) &&
      ofChannel(event.channelKey) &&
      ofType(event.type) &&
      (ofStatus(event.status) || ofStatus(event.previousStatus))
  },
})
