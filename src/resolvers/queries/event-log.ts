import { encodeCursor } from '#events/cursor'
import { builder } from '#schema/builder'
import { type LogPage, readLog } from '#store/log/read-log'

const EventLog = builder.objectRef<LogPage>('EventLog').implement({
  description: 'Where the log begins and ends.',
  fields: (t) => ({
    head: t.string({
      description:
        'The latest place. It is read before everything else of the same query, so that a subscription that goes on after it misses nothing of what the query showed; it may deliver again what the query already knew.',
      resolve: ({ epoch, head }) => encodeCursor(epoch, head),
    }),
    oldest: t.string({
      nullable: true,
      description: 'A subscription after it replays all that is kept. Null while there is nothing.',
      resolve: ({ epoch, head, oldest }) => (oldest > head ? null : encodeCursor(epoch, oldest - 1)),
    }),
  }),
})

builder.queryField('eventLog', (t) =>
  t.field({
    type: EventLog,
    nullable: true,
    authScopes: { scope: 'log:read' },
    description:
      'Where the log begins and ends: for a state and the cursor to follow it from, ask for both in one query.',
    resolve: (_root, _args, { handle, logHead }) => logHead ?? readLog(handle, 0, 0),
  }),
)
