import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrderState } from '#domain/order/state'
import { deriveOrderStatus, type Units } from '#domain/order/status'
import type { ValidationResult } from '#domain/rows/order-rows'
import { orderNumber } from '#domain/values/order-number'
import { fulfillers, lineKinds, type OrderStatus, orderStatuses, shipmentStatuses } from '#domain/vocabulary'
import { invariants } from '#store/read/integrity-checks'
import { commit } from '#store/write/commit'
import { startApi } from '../support/api.ts'
import { factsOf, lineOf, momentOf, now, shipmentOf } from '../support/order-facts.ts'
import { freshId, seedChannel } from '../support/seed.ts'

const api = await startApi()
const channelId = await seedChannel(api.store, 'shop')
await api.ask(`mutation {
  saveWarehouse(warehouseKey: "w") { userErrors { code } }
  saveStockItem(item: { sku: "MUG" }) { userErrors { code } }
}`)

const wrongStatuses = async () => {
  const { integrity } = await api.ask('{ integrity { checks { name violations sample } } }')
  return integrity.checks.find(({ name }: { name: string }) => name === 'orderStatuses')
}

test('an order of which the goods are cancelled and the download is delivered breaks no rule', async () => {
  const { importOrders } = await api.ask(
    'mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) { results { order { status } userErrors { message } } } }',
    {
      orders: [
        {
          channel: 'shop',
          reference: 'book-and-file',
          placedAt: now,
          currency: 'GBP',
          lines: [
            { reference: 'book', sku: 'MUG', quantity: 2, unitPrice: '10.00' },
            { reference: 'file', kind: 'DIGITAL', quantity: 1, unitPrice: '5.00' },
          ],
          cancellations: [{ lines: [{ line: 'book', quantity: 2 }] }],
          fulfillments: [{ reference: 'F', lines: [{ line: 'file', quantity: 1 }] }],
        },
      ],
    },
  )
  expect(importOrders.results).toEqual([{ order: { status: 'DELIVERED' }, userErrors: [] }])
  expect(await wrongStatuses()).toMatchObject({ violations: 0 })
})

const counters = ['open', 'allocated', 'shipped', 'delivered', 'cancelled', 'returned', 'lost'] as const
const units: fc.Arbitrary<Units> = fc
  .oneof(
    fc.constantFrom(...counters).map((one) => [one]),
    fc.subarray([...counters], { minLength: 1, maxLength: 3 }),
  )
  .map((some) => Object.fromEntries(counters.map((name) => [name, some.includes(name) ? 2 : 0])) as unknown as Units)
const lineWanted = fc.record({
  kind: fc.constantFrom(...lineKinds),
  fulfilledBy: fc.constantFrom(...fulfillers),
  units,
})
const orderWanted = fc.record({
  lines: fc.array(lineWanted, { minLength: 1, maxLength: 4 }),
  shipments: fc.array(fc.constantFrom(...shipmentStatuses), { maxLength: 3 }),
  validation: fc.array(fc.boolean(), { maxLength: 2 }),
})
type Wanted = typeof orderWanted extends fc.Arbitrary<infer T> ? T : never

/** A stored status that no rule derives, so that the check names every order and what it derives. */
const NO_STATUS = 'NONE' as OrderStatus
let sequence = 3_000_000

function stateOf(wanted: Wanted): OrderState {
  const id = freshId()
  const number = orderNumber(sequence++)
  const lines = wanted.lines.map(({ units, ...line }, index) => ({
    ...lineOf({ id: freshId(), position: index + 1, reference: String(index), stockItemId: null, ...line }),
    ...units,
    orderId: id,
    quantity: counters.reduce((sum, name) => sum + units[name], 0),
  }))
  const shipments = wanted.shipments.map((status, index) => ({
    ...shipmentOf({ id: freshId(), status, number: `${number}-${index}`, warehouseId: null }),
    orderId: id,
  }))
  const validation = wanted.validation.map(
    (passed, index): ValidationResult => ({
      rule: String(index),
      passed,
      overridable: false,
      message: null,
      evidence: null,
      checkedAt: now,
    }),
  )
  const order = {
    id,
    number,
    channelId,
    reference: number,
    status: NO_STATUS,
    version: 1,
    validation,
    historyFrom: null,
  }
  return { ...factsOf({ order, lines, shipments }).state, payments: [] }
}

const check = invariants.find(({ name }) => name === 'orderStatuses')!.text

test('the check of statuses derives of any order what the product derives', async () => {
  const derived = new Set<OrderStatus>()
  const property = fc.asyncProperty(
    fc.array(orderWanted, { minLength: 1, maxLength: 100, size: 'max' }),
    async (wanted) => {
      const states = wanted.map(stateOf)
      const moment = { ...momentOf(), id: freshId }
      const changes = states.map((after) => ({
        before: null,
        after,
        events: [
          {
            type: 'ORDER_STATUS_CHANGED' as const,
            orderId: after.order.id,
            orderNumber: after.order.number,
            sequence: 1,
            status: after.order.status,
            previousStatus: null,
            customerStatus: after.order.customerStatus,
            channelKey: 'shop',
          },
        ],
        movements: [],
        ledger: [],
        messages: [],
      }))
      await commit(api.store.handle, { moment, changes })
      const found = await api.store.prisma.$queryRawUnsafe<{ orderId: string; derived: string }[]>(check)
      const byId = new Map(found.map((row) => [row.orderId, row.derived]))
      for (const state of states) {
        const status = deriveOrderStatus(state)
        derived.add(status)
        expect(byId.get(state.order.id)).toBe(status)
      }
    },
  )
  await fc.assert(property, { seed: 20261129, numRuns: 20 })
  expect([...derived].sort()).toEqual([...orderStatuses].sort())
})
