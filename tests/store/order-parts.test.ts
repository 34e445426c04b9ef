import { expect, test } from 'vitest'
import { messageNeeds } from '#domain/decisions/record-message'
import { releaseNeeds } from '#domain/decisions/release-order'
import { Draft } from '#domain/order/draft'
import { everyPart, type Needs, needs, parts } from '#domain/order/parts'
import { loadOrderFacts } from '#store/read/order-facts'
import { commit } from '#store/write/commit'
import { startApi } from '../support/api.ts'
import { momentOf } from '../support/order-facts.ts'
import { freshId } from '../support/seed.ts'
import { storeOrder } from '../support/stored-order.ts'

const api = await startApi()
await api.ask(`mutation {
  saveChannel(channelKey: "shop") { userErrors { code } }
  saveStockItem(item: { sku: "MUG" }) { userErrors { code } }
}`)
const { id } = await storeOrder(api, { lines: [{ sku: 'MUG', quantity: 2 }] })

/** Tables whose rows name an order and are no part of it: they are only ever added to, or follow from the order by a trigger. */
const others = ['channel_reference', 'event', 'ledger_entry', 'message', 'order_recipient', 'stock_movement']

test('every table of an order is a part of it, or is named here as none', async () => {
  const found = await api.store.prisma.$queryRaw<{ table: string }[]>`
    select c.table_name as "table" from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'orderId' and t.table_type = 'BASE TABLE'`
  const ofParts = Object.values(parts).map(({ table }) => table)
  expect(found.map(({ table }) => table).sort()).toEqual(
    [...ofParts.filter((table) => table !== 'customer'), ...others].sort(),
  )
})

test.each<[string, Needs<never>]>([
  ['release', releaseNeeds],
  ['recording a message', messageNeeds],
  ['any change of the channel', everyPart],
])('for %s an order is loaded with the parts that are needed, and no others', async (_, wanted) => {
  const facts = (await loadOrderFacts(api.store.handle, [id], wanted)).get(id)
  expect(Object.keys(facts?.state ?? {}).sort()).toEqual(['order', ...wanted.names].sort())
})

test('a decision cannot read a part that it does not name', async () => {
  const facts = (await loadOrderFacts(api.store.handle, [id], needs('holds'))).get(id)!
  expect(facts.state.holds).toEqual([])
  // @ts-expect-error: the compiler refuses it, because it was not loaded
  expect(facts.state.snapshot).toBeUndefined()
})

const moment = { ...momentOf(), id: freshId }

test('a part that was not loaded is left as it is', async () => {
  const whole = async () => (await loadOrderFacts(api.store.handle, [id], everyPart)).get(id)!.state
  const before = await whole()
  const draft = Draft.edit((await loadOrderFacts(api.store.handle, [id], needs())).get(id)!, moment)
  draft.set({ buyerNote: 'Ring twice' })
  draft.event({ type: 'ORDER_UPDATED', changes: [{ field: 'buyerNote', before: null, after: 'Ring twice' }] })
  await commit(api.store.handle, { moment, changes: [draft.finish()] })
  const { order, ...rest } = await whole()
  expect(order.buyerNote).toBe('Ring twice')
  expect({ ...rest, order: before.order }).toEqual(before)
})
