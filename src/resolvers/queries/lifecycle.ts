import { lifecycle } from '#domain/order/lifecycle'
import { type OrderStatus as OrderStatusWord, orderStatuses } from '#domain/vocabulary'
import { builder } from '#schema/builder'
import { CustomerStatus, OrderStatus } from '#schema/enums'

const LifecycleStatus = builder.objectRef<OrderStatusWord>('LifecycleStatus').implement({
  fields: (t) => ({
    status: t.field({ type: OrderStatus, resolve: (status) => status }),
    customerStatus: t.field({
      type: CustomerStatus,
      description: 'What the buyer sees while nothing about a shipment says more.',
      resolve: (status) => lifecycle[status].customerStatus,
    }),
    next: t.field({
      type: [OrderStatus],
      description: 'Where an order may go in one step.',
      resolve: (status) => [...lifecycle[status].next],
    }),
    meaning: t.string({ resolve: (status) => lifecycle[status].meaning }),
  }),
})

builder.queryField('lifecycle', (t) =>
  t.field({
    type: [LifecycleStatus],
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'The shared lifecycle: every status, its meaning, and where an order may go from there.',
    resolve: () => [...orderStatuses],
  }),
)
