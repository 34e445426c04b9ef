import { expect } from 'vitest'
import { everyPart } from '#domain/order/parts'
import { rebuild } from '#domain/order/rebuild'
import type { OrderState } from '#domain/order/state'
import { parts } from '#domain/order/step'
import type { Handle } from '#store/handle'
import { loadOrderFacts } from '#store/read/order-facts'
import { loadHistory } from '#store/read/order-history'

/** Columns and JSON come back from the database in another order, and instants in another spelling. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return new Date(value).toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

/** An order's parts, to be compared: all but the channel's snapshot, and a customer that other orders may have changed. */
export const partsOf = (state: OrderState): unknown =>
  plain({ order: state.order, ...Object.fromEntries(parts.map((part) => [part, [...state[part]].sort(byId)])) })

/** The events of every order rebuild it: what they add up to is what its rows are. Answers with how many orders that was. */
export async function expectRebuilt(handle: Handle): Promise<number> {
  const ids = await handle.query<string>(
    {
      name: 'orders_with_history',
      text: 'select "id" as r from "order" where "historyFrom" is not null order by "id"',
    },
    [],
  )
  for (const id of ids) {
    const { state } = (await loadOrderFacts(handle, [id], everyPart)).get(id)!
    const rebuilt = rebuild(id, await loadHistory(handle, id))
    expect(partsOf(rebuilt), `order ${state.order.number} from its events`).toEqual(partsOf(state))
    if (state.customer !== null && rebuilt.customer?.updatedAt === state.customer.updatedAt)
      expect(plain(rebuilt.customer)).toEqual(plain(state.customer))
  }
  return ids.length
}
