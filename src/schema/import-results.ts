import { importOutcomes, type OrderOutcome } from '#domain/intake/import-orders'
import { builder } from './builder.ts'
import { Order } from './order.ts'
import { type Payload, UserError } from './payloads.ts'
import { plannedQuery } from './planned-query.ts'
import { visibleOne } from './visibility.ts'

export interface ImportOrdersPayloadShape extends Payload {
  results: OrderOutcome[]
}

type Outcome = (typeof importOutcomes)[number]

const meanings: Record<Outcome, string> = {
  CREATED: 'A new order is here.',
  UPDATED: 'What the channel changed or reported was applied, or waits for a decision.',
  UNCHANGED: 'It says what is known; nothing was written.',
  STALE: 'An older snapshot than the last one, or one of the same age that lost the tie: fetch the order again.',
  REJECTED: 'Nothing of it was kept; its userErrors say why.',
  NOT_APPLIED: 'Valid, and not kept: a test order, or another order of the call was refused under REJECT_ALL.',
}

const ImportOutcome = builder.enumType('ImportOutcome', {
  description: 'What became of one order of an import.',
  values: Object.fromEntries(importOutcomes.map((value) => [value, { description: meanings[value] }])) as Record<
    Outcome,
    { description: string }
  >,
})

const ImportOrderResult = builder.objectRef<OrderOutcome>('ImportOrderResult').implement({
  description: 'What became of one order; one that is rejected leaves its neighbours alone.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place in the call, from 0.' }),
    outcome: t.expose('outcome', { type: ImportOutcome }),
    order: t.field({
      type: Order,
      nullable: true,
      description: 'The order as it is now. Null where it was rejected or not kept.',
      resolve: ({ orderId }, _, context, info) =>
        orderId
          ? context.handle.prisma.order.findUnique({
              ...plannedQuery(context, info),
              where: visibleOne('Order', orderId, context),
            })
          : null,
    }),
    userErrors: t.expose('userErrors', {
      type: [UserError],
      description: 'Why it was rejected; empty when it was not.',
    }),
  }),
})

const counted = (outcome: Outcome) => (payload: ImportOrdersPayloadShape) =>
  payload.results.filter((result) => result.outcome === outcome).length

export const ImportOrdersPayload = builder.objectRef<ImportOrdersPayloadShape>('ImportOrdersPayload').implement({
  fields: (t) => ({
    results: t.expose('results', { type: [ImportOrderResult], description: 'One an order of the call, in its order.' }),
    created: t.int({ description: 'How many of them were CREATED.', resolve: counted('CREATED') }),
    updated: t.int({ description: 'How many of them were UPDATED.', resolve: counted('UPDATED') }),
    unchanged: t.int({ description: 'How many of them were UNCHANGED.', resolve: counted('UNCHANGED') }),
    stale: t.int({ description: 'How many of them were STALE.', resolve: counted('STALE') }),
    rejected: t.int({ description: 'How many of them were REJECTED.', resolve: counted('REJECTED') }),
    userErrors: t.expose('userErrors', { type: [UserError], description: 'Why the call was refused as a whole.' }),
  }),
})
