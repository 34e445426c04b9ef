import { expect, test } from 'vitest'
import { invariants } from '#store/read/integrity-checks'
import { startApi } from '../support/api.ts'
import { storeOrder } from '../support/stored-order.ts'

const api = await startApi()
await api.ask(`mutation {
  saveWarehouse(warehouseKey: "north") { userErrors { code } }
  saveChannel(channelKey: "shop") { userErrors { code } }
  saveStockItem(item: { sku: "MUG" }) { userErrors { code } }
}`)
await api.ask(
  `mutation { setStock(counts: [{ sku: "MUG", warehouse: "north", onHand: 10 }], reason: "INITIAL_COUNT") { userErrors { code } } }`,
)
const order = await storeOrder(api, { lines: [{ sku: 'MUG', quantity: 2 }] })
await api.ask('mutation ($number: String!) { releaseOrder(order: { number: $number }) { userErrors { code } } }', {
  number: order.number,
})
await api.store.prisma.$queryRaw`select log_advance(1000)`

const integrity = async () =>
  (await api.ask('{ integrity { ok checks { name meaning ok violations sample } } }')).integrity
const failing = async () =>
  (await integrity()).checks.filter((check: { ok: boolean }) => !check.ok).map((check: { name: string }) => check.name)

test('the books of a running shop hold', async () => {
  const { ok, checks } = await integrity()
  expect(ok).toBe(true)
  expect(checks.map((check: { name: string }) => check.name)).toEqual(invariants.map(({ name }) => name))
  expect(checks[0]).toMatchObject({
    ok: true,
    violations: 0,
    sample: null,
    meaning: expect.stringContaining('movements'),
  })
})

// Each invariant is broken on purpose, in ways that the product itself never does, and put right again.
const sql = (text: string) => api.store.prisma.$executeRawUnsafe(text)
const behindGuards = async (table: string, text: string) => {
  await sql(`alter table ${table} disable trigger user`)
  await sql(text)
  await sql(`alter table ${table} enable trigger user`)
}

/** Foreign keys aside too. */
const unchecked = async (table: string, text: string) => {
  await sql(`alter table ${table} disable trigger all`)
  await sql(text)
  await sql(`alter table ${table} enable trigger all`)
}

test.each([
  [
    'stockBalances',
    () => sql(`update stock_level set "available" = "available" + 1`),
    () => sql(`update stock_level set "available" = "available" - 1`),
  ],
  [
    'allocatedUnits',
    () => sql(`update order_line set "allocated" = 1, "open" = 1`),
    () => sql(`update order_line set "allocated" = 2, "open" = 0`),
  ],
  [
    'shipmentUnits',
    () => sql(`update shipment_line set "quantity" = 3`),
    () => sql(`update shipment_line set "quantity" = 2`),
  ],
  [
    'committedStock',
    () => sql(`update shipment set "status" = 'PACKED'`),
    () => sql(`update shipment set "status" = 'PLANNED'`),
  ],
  [
    'orderSequences',
    () => sql(`update "order" set "version" = "version" + 1`),
    () => sql(`update "order" set "version" = "version" - 1`),
  ],
  [
    'ledgerBalances',
    () => behindGuards('ledger_entry', `update ledger_entry set "amount" = "amount" + 1 where "account" = 'SALE'`),
    () => behindGuards('ledger_entry', `update ledger_entry set "amount" = "amount" - 1 where "account" = 'SALE'`),
  ],
  [
    'paidTotals',
    () => sql(`update payment set "captured" = "captured" + 1`),
    () => sql(`update payment set "captured" = "captured" - 1`),
  ],
  [
    'orderStatuses',
    () => sql(`update "order" set "status" = 'PICKING'`),
    () => sql(`update "order" set "status" = 'RELEASED'`),
  ],
  [
    'orderParts',
    () => unchecked('shipment_line', `update shipment_line set "orderId" = gen_random_uuid()`),
    () =>
      unchecked(
        'shipment_line',
        `update shipment_line l set "orderId" = s."orderId" from shipment s where s."id" = l."shipmentId"`,
      ),
  ],
  [
    'orderRecipients',
    () => sql(`update order_recipient set "name" = 'nobody'`),
    () => sql('select order_recipient_rebuild()'),
  ],
  [
    'logPositions',
    () => behindGuards('event_log', `update event_log set "position" = "position" + 1000000 where "position" = 1`),
    () =>
      behindGuards('event_log', `update event_log set "position" = "position" - 1000000 where "position" > 1000000`),
  ],
  [
    'lineUnits',
    async () => {
      await sql('alter table order_line drop constraint order_line_units')
      await sql(`update order_line set "quantity" = 3`)
    },
    () => sql(`update order_line set "quantity" = 2`),
  ],
])('%s is noticed when it breaks', async (name, breakIt, mend) => {
  await breakIt()
  const broken = (await integrity()).checks.find((check: { name: string }) => check.name === name)
  await mend()
  expect(broken).toMatchObject({ ok: false, violations: expect.any(Number) })
  expect(broken.sample.length).toBeGreaterThan(0)
  expect(await failing()).toEqual([])
})

test('a token that is limited to one channel does not see the books of all', async () => {
  const { data, errors } = await api.run('{ integrity { ok } }', {}, { role: 'connector', channelKey: 'shop' })
  expect(data?.integrity ?? null).toBeNull()
  expect(errors).toHaveLength(1)
})
