import { ORDERS_PER_CALL } from '#domain/input/limits'
import { refuse } from '#domain/problems'
import { builder } from '#schema/builder'
import { ImportOrdersPayload } from '#schema/import-results'
import { importCall } from '../import-call.ts'
import { OnError } from '../inputs/on-error.ts'
import { OrderInput } from '../inputs/order.ts'
import { mutation } from '../mutation.ts'

mutation('importOrders', {
  description: `Brings in orders as their channels show them now, at most ${ORDERS_PER_CALL}. Safe to repeat and to send in any order: an order is unique by (channel, reference), an
unchanged snapshot writes nothing, an older one never overwrites a newer. A newer one is merged: only what the channel changed since its last is applied; where it
was changed here too, ours stays and ORDER_CHANGED asks a person; from release on, edits wait for decideOrderChange. Payments, statuses, fulfilments, cancellations,
returns and refunds always apply, each once. What cannot be read refuses its own order only. Several snapshots of one order in one call are taken by \`updatedAt\`.`,
  payload: ImportOrdersPayload,
  scope: 'orders:write',
  refused: { results: [] },
  args: builder.args((t) => ({
    orders: t.field({ type: [OrderInput], required: true }),
    onError: t.field({ type: OnError, required: true, defaultValue: 'SKIP_INVALID' }),
  })),
  run: async ({ orders, onError }, command) => {
    if (orders.length > ORDERS_PER_CALL)
      refuse(
        'LIMIT_EXCEEDED',
        `One call imports at most ${ORDERS_PER_CALL} orders; these are ${orders.length}. Split it.`,
        ['orders'],
      )
    return importCall(command, orders, onError === 'REJECT_ALL')
  },
})
