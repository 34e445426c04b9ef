import { beforeAll, expect, test } from 'vitest'
import { buildSchema } from '#server/graph'
import type { Api } from '../support/api.ts'
import { tablesDigest } from '../support/digest.ts'
import { openShop, type Shop } from '../support/open-shop.ts'
import { startServer } from '../support/server.ts'

// Each mutation is tried dry on a shop where it would really do something, and nothing of it may stay.

const server = await startServer()
const ask = async (document: string, variables?: Record<string, unknown>) => {
  const { body } = await server.post(document, variables)
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
  return body.data
}

const line = { sku: 'MUG', quantity: 1 }
const ids: Record<string, string> = {}

async function arrange(shop: Shop): Promise<void> {
  await shop.stock('MUG', 100)
  await shop.stock('CUP', 100)
  ids.ready = await shop.place([line])
  ids.planned = await shop.place([line])
  const { order: planned } = await shop.order('releaseOrder', ids.planned)
  ids.plannedShipment = planned.shipments[0].number
  ids.picking = await shop.place([line])
  const { order: picking } = await shop.order('releaseOrder', ids.picking)
  ids.pickingShipment = picking.shipments[0].number
  await shop.pick(ids.pickingShipment ?? '')
  ids.packedShipment = await shop.packed(await shop.place([line]))
  const shipped = await shop.place([line])
  ids.shippedShipment = await shop.packed(shipped, ', packages: [{ reference: "1", trackingNumber: "TRACK-1" }]')
  await shop.shipment('shipShipment', ids.shippedShipment ?? '')
  const { order: told } = await ask('query ($n: String!) { order(number: $n) { channelPushes { id fact state } } }', {
    n: shipped,
  })
  expect(told.channelPushes).toMatchObject([{ fact: 'SHIPMENT', state: 'REQUESTED' }])
  ids.push = told.channelPushes[0].id
  const held = await shop.place([line])
  const { order: heldOrder } = await shop.order('holdOrder', held, ', reason: MANUAL')
  ids.hold = heldOrder.holds.length > 0 ? heldOrder.holds[0].id : await activeHold(held)
  await arrangeRequests(shop)
  const raised = await ask(
    'mutation { raiseException(kind: MANUAL, summary: "Look at this") { exceptionCase { id } userErrors { message } } }',
  )
  ids.exception = raised.raiseException.exceptionCase.id
}

async function activeHold(number: string): Promise<string> {
  const { order } = await ask('query ($number: String!) { order(number: $number) { holds { id } } }', { number })
  return order.holds[0].id
}

/** An order whose buyer wants it cancelled, and one that the channel changed after its release. */
async function arrangeRequests(shop: Shop): Promise<void> {
  const wanted = await shop.place([line], { cancellations: [{ reference: 'C1', requested: true }] })
  const { order } = await ask('query ($n: String!) { order(number: $n) { cancellationRequests { id } } }', {
    n: wanted,
  })
  ids.request = order.cancellationRequests[0].id
  const first = { reference: 'CHANGED', updatedAt: '2026-11-20T10:00:00Z' }
  ids.changed = await shop.place([line], first)
  await shop.order('releaseOrder', ids.changed)
  const address = { name: 'Ada', lines: ['2 Other Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' }
  await shop.place([line], { ...first, updatedAt: '2026-11-20T12:00:00Z', shippingAddress: address })
  const pending = await ask('query ($n: String!) { order(number: $n) { pendingChange { receivedAt } } }', {
    n: ids.changed,
  })
  expect(pending.order.pendingChange).not.toBeNull()
}

beforeAll(async () => {
  await arrange(await openShop(['TRACKING_PUSH'], { ask } as Api)) // a shop only asks
}, 60_000)

const order = (name: string) => `order: { number: "${ids[name]}" }`
const shipment = (name: string) => `shipment: { number: "${ids[name]}" }`
const errors = 'userErrors { code message }'
const address = '{ name: "Ada", lines: ["3 New Street"], city: "London", postcode: "SW1A 1AA", country: "GB" }'

/** One call of each mutation that would change something. */
const calls: Record<string, () => string> = {
  adjustStock: () =>
    `(adjustments: [{ sku: "MUG", warehouse: "north", delta: 3 }], reason: "CORRECTION") { results { level { onHand } ${errors} } ${errors} }`,
  assignExceptions: () => `(exceptions: [{ id: "${ids.exception}" }]) { results { ${errors} } ${errors} }`,
  cancelOrder: () => `(${order('ready')}, reason: CUSTOMER, refund: true) { order { status } ${errors} }`,
  decideCancellation: () =>
    `(requestId: "${ids.request}", accept: true, reasonCode: "CUSTOMER_REQUEST") { order { status } ${errors} }`,
  decideOrderChange: () =>
    `(${order('changed')}, accept: true, reasonCode: "CUSTOMER_REQUEST") { order { version } ${errors} }`,
  editCustomer: () =>
    `(${order('ready')}, customer: { name: "Eve" }, reasonCode: "CUSTOMER_REQUEST") { order { customer { name } } ${errors} }`,
  editShippingAddress: () =>
    `(${order('ready')}, address: ${address}, reasonCode: "ADDRESS_CORRECTED") { order { shippingAddress { lines } } ${errors} }`,
  escalateExceptions: () => `{ ${errors} }`,
  holdOrder: () => `(${order('ready')}, reason: MANUAL) { order { holds { reason } } ${errors} }`,
  importOrders: () => `(orders: [{
      channel: "shop", reference: "DRY", placedAt: "2026-11-20T10:00:00Z", currency: "GBP",
      lines: [{ reference: "1", sku: "MUG", quantity: 1, unitPrice: "10.00" }]
    }]) { created results { order { number } ${errors} } ${errors} }`,
  mapChannelSku: () => `(channelKey: "shop", channelSku: "M-1", sku: "MUG") { channel { key } ${errors} }`,
  mapChannelStatus: () =>
    `(channelKey: "shop", field: "status", value: "paid", intent: ACCEPT) { channel { statusMap { value } } ${errors} }`,
  packShipment: () => `(${shipment('pickingShipment')}) { shipment { status } ${errors} }`,
  raiseException: () => `(kind: MANUAL, summary: "Dry", ${order('ready')}) { exceptionCase { summary } ${errors} }`,
  raiseExceptions: () =>
    `(exceptions: [{ kind: MANUAL, summary: "Dry too" }]) { results { outcome ${errors} } ${errors} }`,
  recordChannelPush: () => `(pushId: "${ids.push}", state: CONFIRMED) { ${errors} }`,
  recordMessage: () =>
    `(${order('ready')}, message: { reference: "M1", direction: INBOUND, body: "Where is it?", sentAt: "2026-11-20T10:00:00Z" }) { order { version } ${errors} }`,
  recordPayment: () =>
    `(${order('ready')}, payment: { reference: "P-DRY", status: "PAID", amount: "1.00" }) { order { paidTotal { amount } } ${errors} }`,
  recordSyncRun: () =>
    `(channelKey: "shop", resource: "orders", startedAt: "2026-11-20T10:00:00Z", seen: 3) { ${errors} }`,
  recordTracking: () =>
    `(${shipment('shippedShipment')}, events: [{ status: IN_TRANSIT, occurredAt: "2026-11-20T12:00:00Z", trackingNumber: "TRACK-1" }]) { shipment { status } ${errors} }`,
  releaseHold: () => `(holdId: "${ids.hold}", reasonCode: "CUSTOMER_CONFIRMED") { order { status } ${errors} }`,
  releaseOrder: () => `(${order('ready')}) { order { status } ${errors} }`,
  resolveExceptions: () =>
    `(exceptions: [{ id: "${ids.exception}" }], reasonCode: "NO_ACTION", resolution: "Fine") { results { ${errors} } ${errors} }`,
  saveChannel: () => `(channelKey: "dry", name: "Dry", kind: "custom") { channel { key } ${errors} }`,
  saveHandoffs: () =>
    `(channelKey: "shop", handoffs: [{ step: 1, name: "Capture", source: "shop", target: "crossdock", automated: true }]) { channel { handoffs { name } } ${errors} }`,
  saveStockItem: () => `(item: { sku: "DRY" }) { stockItem { sku } ${errors} }`,
  saveWarehouse: () => `(warehouseKey: "dry", name: "Dry") { warehouse { key } ${errors} }`,
  setStock: () =>
    `(counts: [{ sku: "MUG", warehouse: "north", onHand: 50 }], reason: "CYCLE_COUNT") { results { level { onHand } ${errors} } ${errors} }`,
  shipShipment: () => `(${shipment('packedShipment')}) { shipment { status } ${errors} }`,
  startPicking: () => `(shipments: [{ number: "${ids.plannedShipment}" }]) { pickList { number } ${errors} }`,
  substituteItem: () =>
    `(${order('ready')}, line: { reference: "1" }, sku: "CUP", reasonCode: "OUT_OF_STOCK") { order { lines { components { sku } } } ${errors} }`,
  validateOrder: () => `(${order('ready')}) { order { version } ${errors} }`,
  unreleaseOrder: () => `(${order('planned')}, reasonCode: "CUSTOMER_REQUEST") { order { status } ${errors} }`,
}

const mutations = Object.keys(buildSchema().getMutationType()?.getFields() ?? {})

test.each(mutations)('%s in a dry run leaves nothing behind', async (name) => {
  const call = calls[name]
  if (call === undefined) throw new Error(`add a call of ${name} to this test`)
  const before = await tablesDigest(server.runtime.store.pool)
  const { body } = await server.post(`mutation @dryRun { ${name}${call()} }`)
  expect(await tablesDigest(server.runtime.store.pool)).toBe(before)
  expect(body.errors).toBeUndefined()
  expect(JSON.stringify(body.data)).not.toMatch(/"userErrors":\[\{/)
})

test('the calls are real ones: without the directive they leave something', async () => {
  const before = await tablesDigest(server.runtime.store.pool)
  await server.post(`mutation { saveStockItem${calls.saveStockItem?.()} }`)
  expect(await tablesDigest(server.runtime.store.pool)).not.toBe(before)
})
