import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { storeOrder } from '../support/stored-order.ts'

const api = await startApi()
const skus = ['RED', 'GREEN', 'BLUE']
const warehouses = ['north', 'south']
const ORDERS = 24
const PEOPLE = 6
const STEPS = 40

await api.ask(`mutation {
  saveChannel(channelKey: "shop") { userErrors { code } }
  ${warehouses.map((key, n) => `${key}: saveWarehouse(warehouseKey: "${key}", priority: ${n}) { userErrors { code } }`).join(' ')}
  ${skus.map((sku) => `${sku}: saveStockItem(item: { sku: "${sku}" }) { userErrors { code } }`).join(' ')}
}`)

/** The same numbers in every run (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const order = 'order: { number: $number }'
const errors = 'userErrors { code }'
const mutations = {
  release: `mutation ($number: String!) { answer: releaseOrder(${order}, policy: AVAILABLE) { ${errors} } }`,
  unrelease: `mutation ($number: String!) { answer: unreleaseOrder(${order}, reasonCode: "CUSTOMER_REQUEST") { ${errors} } }`,
  validate: `mutation ($number: String!) { answer: validateOrder(${order}) { ${errors} } }`,
  cancel: `mutation ($number: String!) { answer: cancelOrder(${order}, reason: CUSTOMER, refund: false) { ${errors} } }`,
  pick: `mutation ($number: String!) { answer: startPicking(shipments: [{ number: $number }]) { ${errors} } }`,
  pack: `mutation ($number: String!) { answer: packShipment(shipment: { number: $number }) { ${errors} } }`,
  ship: `mutation ($number: String!) { answer: shipShipment(shipment: { number: $number }) { ${errors} } }`,
  count: `mutation ($sku: String!, $warehouse: String!, $units: Int!) {
    answer: setStock(counts: [{ sku: $sku, warehouse: $warehouse, onHand: $units }], reason: "CYCLE_COUNT") { ${errors} } }`,
  receive: `mutation ($sku: String!, $warehouse: String!, $units: Int!) {
    answer: adjustStock(adjustments: [{ sku: $sku, warehouse: $warehouse, delta: $units }], reason: "RECEIPT") { ${errors} } }`,
  damage: `mutation ($sku: String!, $warehouse: String!) {
    answer: adjustStock(adjustments: [{ sku: $sku, warehouse: $warehouse, delta: -1 }, { sku: $sku, warehouse: $warehouse, state: DAMAGED, delta: 1 }],
      reason: "DAMAGE") { ${errors} } }`,
} as const
type Mutation = keyof typeof mutations
const ofOrders: Mutation[] = ['release', 'release', 'release', 'unrelease', 'validate', 'validate', 'cancel']
const ofShipments: Mutation[] = ['pick', 'pack', 'ship']
const ofStock: Mutation[] = ['count', 'receive', 'receive', 'damage']

test('whatever people do at once, every unit stays accounted for', async () => {
  const random = randomOf(7)
  for (const sku of skus)
    for (const warehouse of warehouses) await api.ask(mutations.receive, { sku, warehouse, units: 15 })
  const orders: string[] = []
  for (let n = 0; n < ORDERS; n++) {
    const lines = Array.from({ length: 1 + random(3) }, () => ({ sku: skus[random(3)]!, quantity: 1 + random(3) }))
    const shipBy = `2026-12-${String(1 + random(28)).padStart(2, '0')}T12:00:00.000Z`
    orders.push((await storeOrder(api, { lines, shipBy })).number)
  }

  const done: Partial<Record<Mutation, number>> = {}
  const person = async (seed: number) => {
    const pick = randomOf(seed)
    for (let step = 0; step < STEPS; step++) {
      const [mutation, variables] = await chosen(pick, orders)
      if (mutation === undefined) continue
      const { answer } = await api.ask(mutations[mutation], variables)
      if (answer.userErrors.length === 0) done[mutation] = (done[mutation] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, (_, n) => person(100 + n)))

  for (const mutation of ['count', 'receive', 'release', 'pick', 'ship']) expect(done).toHaveProperty(mutation)
  const { integrity } = await api.ask('{ integrity { checks { name ok sample } } }')
  expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
  expect(await unitsThatLeft()).toEqual(await unitsThatOrdersSent())
})

async function chosen(
  pick: (below: number) => number,
  orders: string[],
): Promise<[Mutation, Record<string, unknown>] | [undefined, undefined]> {
  const kind = pick(10)
  if (kind < 3) {
    const mutation = ofStock[pick(ofStock.length)]!
    return [
      mutation,
      { sku: skus[pick(3)]!, warehouse: warehouses[pick(2)]!, units: 1 + pick(mutation === 'count' ? 25 : 5) },
    ]
  }
  if (kind < 6) return [ofOrders[pick(ofOrders.length)]!, { number: orders[pick(orders.length)]! }]
  const shipments = await api.store.prisma.shipment.findMany({
    where: { status: { in: ['PLANNED', 'PICKING', 'PACKED'] } },
    orderBy: { number: 'asc' },
  })
  if (shipments.length === 0) return [undefined, undefined]
  const shipment = shipments[pick(shipments.length)]!
  return [ofShipments[['PLANNED', 'PICKING', 'PACKED'].indexOf(shipment.status)]!, { number: shipment.number }]
}

/** By the stock's own record. */
async function unitsThatLeft(): Promise<Record<string, number>> {
  const rows = await api.store.prisma.stockMovement.findMany({
    where: { fromState: 'PICKED', toState: null },
    include: { stockItem: true },
  })
  return summed(rows.map((row) => [row.stockItem.sku, row.quantity]))
}

/** By the lines of the orders. */
async function unitsThatOrdersSent(): Promise<Record<string, number>> {
  const rows = await api.store.prisma.orderLine.findMany({ where: { shipped: { gt: 0 } } })
  return summed(rows.map((row) => [row.sku!, row.shipped]))
}

const summed = (pairs: [string, number][]): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const [sku, units] of pairs) sums[sku] = (sums[sku] ?? 0) + units
  return sums
}
