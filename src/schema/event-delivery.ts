import { isKnownType } from '#events/event-row'
import type { Delivery } from '#events/subscriber'
import { builder } from './builder.ts'
import { Event, mayShow } from './event.ts'

export const EventDelivery = builder.objectRef<Delivery>('EventDelivery').implement({
  description:
    'One delivery of a stream. The cursor always comes: keep the latest, and pass it as `after` to go on from there after an interruption.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'The place in the log up to which this stream has delivered. Opaque; keep it as it is.',
    }),
    live: t.exposeBoolean('live', {
      description:
        'False while the stream replays what happened before it was opened, true once it has caught up. The first true comes without delay, in a checkpoint if there is no event to carry it.',
    }),
    event: t.field({
      type: Event,
      nullable: true,
      description:
        'What happened. Null in a checkpoint, which is sent when the stream has caught up and now and then while its filter is quiet, so that the cursor does not grow old; null too where this version of the API cannot show the event.',
      resolve: ({ event, cursor }, _, context) =>
        event !== null && isKnownType(event) && mayShow(event, context) ? { ...event, cursor } : null,
    }),
  }),
})
