import type { BoardFrame } from '#events/board-feed'
import { builder } from './builder.ts'
import { OrderStatus } from './enums.ts'

const StatusCount = builder.objectRef<BoardFrame['byStatus'][number]>('StatusCount').implement({
  description: 'How many orders have a status.',
  fields: (t) => ({
    status: t.expose('status', { type: OrderStatus }),
    orders: t.exposeInt('orders'),
  }),
})

export const Board = builder.objectRef<BoardFrame>('Board').implement({
  description: 'The numbers of an operations board at one moment.',
  fields: (t) => ({
    byStatus: t.expose('byStatus', {
      type: [StatusCount],
      nullable: true,
      description: 'Orders by status, every status in the order of the lifecycle, those with none as 0.',
    }),
    openExceptions: t.exposeInt('openExceptions', {
      nullable: true,
      description: 'Exceptions that are not resolved, whoever has them.',
    }),
    breachedExceptions: t.exposeInt('breachedExceptions', {
      nullable: true,
      description: 'Those of them whose deadline has passed.',
    }),
    shipToday: t.exposeInt('shipToday', {
      nullable: true,
      description:
        'Orders with goods left to dispatch whose `shipBy` is today, passed or not: the calendar day in the zone of the warehouse that has them, or of the first warehouse where none has them yet.',
    }),
    lateToShip: t.exposeInt('lateToShip', {
      nullable: true,
      description: 'Orders with goods left to dispatch whose `shipBy` has passed.',
    }),
    asOf: t.expose('asOf', { type: 'DateTime', description: 'When this was counted.' }),
  }),
})
