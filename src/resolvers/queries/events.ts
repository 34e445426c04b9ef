import { eventTypes } from '#domain/events'
import { encodeCursor, resolveCursor } from '#events/cursor'
import type { PlacedEvent } from '#events/event-row'
import { builder } from '#schema/builder'
import { EventType } from '#schema/enums'
import { Event } from '#schema/event'
import { EventConnection } from '#schema/order-events'
import { requireShortLists, storedNumbers } from '#schema/order-filter'
import { connectionOf, readPage } from '#schema/page'
import { readEpoch, readEvents } from '#store/read/events'

builder.queryField('events', (t) =>
  t.connection(
    {
      type: Event,
      nullable: true,
      authScopes: { scope: 'log:read' },
      description:
        'The log in its one total order, oldest first: `last: 20` shows the latest. A cursor that the log no longer keeps is refused with CURSOR_EXPIRED.',
      args: {
        types: t.arg({ type: [EventType], description: 'Only these.' }),
        orderNumbers: t.arg.stringList({ description: 'Only of these orders; at most 100.' }),
      },
      resolve: async (_root, { types, orderNumbers, ...args }, { handle, viewer }) => {
        requireShortLists({ types, orderNumbers })
        const page = readPage(args)
        const numbers = orderNumbers ? storedNumbers(orderNumbers) : undefined
        const place = async (cursor: string | null | undefined) => (cursor ? resolveCursor(handle, cursor) : null)
        const epoch = await readEpoch(handle)
        const events = await readEvents(handle, {
          types: types ?? eventTypes,
          orderNumbers: numbers ?? null,
          channelKey: viewer.channelKey,
          after: await place(args.after),
          before: await place(args.before),
          backwards: page.backwards,
          limit: page.take + 1,
        })
        const shown = events.map((event) => ({ ...event, cursor: encodeCursor(epoch, event.position) }))
        return connectionOf<PlacedEvent & { cursor: string }>(shown, page, args, ({ cursor }) => cursor)
      },
    },
    EventConnection,
  ),
)
