import { among, someAmong, stream } from '#resolvers/stream'
import { builder } from '#schema/builder'
import { ExceptionKind } from '#schema/enums'

stream('exceptionEvents', {
  description: 'What happens to exceptions: opened, assigned, overdue, resolved.',
  scope: 'orders:read',
  args: builder.args((t) => ({
    queues: t.stringList({ description: 'Only exceptions that are or were in one of these queues; at most 100.' }),
    kinds: t.field({ type: [ExceptionKind], description: 'Only these.' }),
  })),
  matches({ queues, kinds }) {
    const inQueue = someAmong(queues)
    const ofKind = among(kinds)
    return (event) => event.exceptionId !== null && inQueue(event.queues) && ofKind(event.exceptionKind)
  },
})
