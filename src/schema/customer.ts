import type { MessageDirection as MessageDirectionWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { listArgs } from './connection-args.ts'
import { MessageDirection } from './enums.ts'
import { OrderConnection } from './order-connection.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { visible, visibleOne } from './visibility.ts'

builder.prismaNode('Customer', {
  nullable: true,
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, context) => visibleOne('Customer', id, context),
  description: 'Who buys, as one channel knows them. Seen with the scope customers:read only.',
  authScopes: { scope: 'customers:read' },
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true }),
    email: t.exposeString('email', { nullable: true, description: 'Null where the channel keeps it to itself.' }),
    phone: t.exposeString('phone', { nullable: true }),
    orders: t.relatedConnection(
      'orders',
      {
        ...listArgs,
        nullable: true,
        description: 'Latest first.',
        query: (_args, context) => ({
          where: visible('Order', context),
          orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
        }),
      },
      OrderConnection,
    ),
  }),
})

const Message = builder.prismaNode('Message', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('Message', id, context),
  description: 'What the buyer wrote to us, or we to the buyer, about an order.',
  fields: (t) => ({
    direction: t.field({
      type: MessageDirection,
      description: 'INBOUND: from the buyer.',
      resolve: ({ direction }) => direction as MessageDirectionWord,
    }),
    subject: t.string({
      nullable: true,
      description: NEEDS_CUSTOMERS,
      resolve: ({ subject }, _, context) => (seesCustomers(context) ? subject : null),
    }),
    body: t.string({
      nullable: true,
      description: NEEDS_CUSTOMERS,
      resolve: ({ body }, _, context) => (seesCustomers(context) ? body : null),
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime' }),
    isOrderUpdateRequest: t.exposeBoolean('isOrderUpdateRequest', {
      description: 'True where the buyer asks where the order is.',
    }),
  }),
})

export const MessageConnection = builder.connectionObject({ type: Message, name: 'MessageConnection' })

builder.prismaObjectFields('Order', (t) => ({
  messages: t.relatedConnection(
    'messages',
    {
      ...listArgs,
      nullable: true,
      description: 'Oldest first.',
      query: { orderBy: [{ sentAt: 'asc' }, { id: 'asc' }] },
    },
    MessageConnection,
  ),
}))
