import { describe, expect, test } from 'vitest'
import { type ReleaseCommand, releaseOrder, SHIPMENTS_LIMIT } from '#domain/decisions/release-order'
import type { OrderFacts } from '#domain/order/state'
import { failed, House, holdOf, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, now, shipmentOf } from '../../support/order-facts.ts'

const enough = itemsOf({ MUG: { 'wh-north': 9, 'wh-south': 9 }, CUP: { 'wh-north': 9 } })
const cup = lineOf({ id: 'cup', position: 2, sku: 'CUP', stockItemId: 'item-cup', quantity: 2 })
const mug = lineOf({ id: 'mug', quantity: 3 })

const refusal = (facts: OrderFacts, command: Partial<ReleaseCommand> = {}) =>
  new House(facts).refused((f, moment) => releaseOrder(f, { policy: 'ALL', ...command }, moment))[0]!

describe('a release commits the order', () => {
  test('stock is allocated, the shipment planned and routed, all in one change', () => {
    const house = new House(factsOf({ lines: [mug, cup], items: enough }))
    const change = house.release()
    expect(house.state.order).toMatchObject({ status: 'RELEASED', customerStatus: 'PREPARING', releasedAt: now })
    expect(house.state.lines.map((line) => [line.open, line.allocated])).toEqual([
      [0, 3],
      [0, 2],
    ])
    expect(house.state.shipments).toMatchObject([
      { number: 'CD-1-1', status: 'PLANNED', warehouseId: 'wh-north', routing: { decidedAt: now } },
    ])
    expect(house.stock('MUG')).toMatchObject({ available: 6, committed: 3 })
    expect(change.events.map((event) => event.type)).toEqual([
      'ORDER_RELEASED',
      'SHIPMENT_PLANNED',
      'ORDER_STATUS_CHANGED',
    ])
    expect(change.events[1]).toMatchObject({ warehouseKeys: ['north'], shipmentStatus: 'PLANNED', status: 'RELEASED' })
  })

  test('two lines on the same SKU count together', () => {
    const lines = [lineOf({ id: 'one', quantity: 3 }), lineOf({ id: 'two', position: 2, quantity: 3 })]
    const five = itemsOf({ MUG: { 'wh-north': 5 } })
    expect(refusal(factsOf({ lines, items: five }))).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      details: { shortages: [{ sku: 'MUG', wanted: 6, available: 5 }] },
    })
    const house = new House(factsOf({ lines, items: itemsOf({ MUG: { 'wh-north': 6 } }) }))
    expect(house.release().movements).toMatchObject([{ quantity: 6, fromState: 'AVAILABLE', toState: 'COMMITTED' }])
  })

  test('a split plans a shipment for each warehouse, numbered in order', () => {
    const items = itemsOf({ MUG: { 'wh-north': 2, 'wh-south': 1 } })
    const house = new House(factsOf({ lines: [mug], items }))
    house.release()
    expect(house.state.shipments.map(({ number, warehouseId }) => [number, warehouseId])).toEqual([
      ['CD-1-1', 'wh-north'],
      ['CD-1-2', 'wh-south'],
    ])
    expect(house.state.shipmentLines.map((row) => row.quantity)).toEqual([2, 1])
  })

  test('safety stock does not block a release', () => {
    const items = itemsOf({ MUG: { 'wh-north': 3 } })
    items['item-mug']!.safetyStock = 10
    const house = new House(factsOf({ lines: [mug], items }))
    house.release()
    expect(house.stock('MUG').available).toBe(0)
  })

  test('what takes no stock is delivered by the release', () => {
    const tip = lineOf({ id: 'tip', kind: 'TIP', sku: null, stockItemId: null })
    const house = new House(factsOf({ lines: [mug, tip], items: enough }))
    house.release()
    expect(house.state.lines[1]).toMatchObject({ open: 0, delivered: 1 })
    expect(house.state.order.status).toBe('RELEASED')
  })

  test('an order of downloads alone is delivered by its release', () => {
    const lines = [lineOf({ id: 'song', kind: 'DIGITAL', sku: 'SONG', stockItemId: null })]
    const house = new House(factsOf({ lines }))
    house.release()
    expect(house.state.order).toMatchObject({ status: 'DELIVERED', closedAt: now })
    expect(house.state.shipments).toEqual([])
  })

  test('what the channel sends itself waits for its report', () => {
    const theirs = lineOf({ id: 'theirs', fulfilledBy: 'CHANNEL' })
    const house = new House(factsOf({ lines: [mug, theirs], items: enough }))
    house.release()
    expect(house.state.lines[1]).toMatchObject({ open: 1, allocated: 0 })
    expect(refusal(factsOf({ lines: [theirs] })).code).toBe('INVALID_TRANSITION')
  })
})

describe('a release of a part', () => {
  test('AVAILABLE takes what is there and leaves the rest open', () => {
    const items = itemsOf({ MUG: { 'wh-north': 2 }, CUP: {} })
    const house = new House(factsOf({ lines: [mug, cup], items }))
    house.release({ policy: 'AVAILABLE' })
    expect(house.state.lines.map((line) => [line.open, line.allocated])).toEqual([
      [1, 2],
      [2, 0],
    ])
  })

  test('AVAILABLE with nothing there is refused', () => {
    const items = itemsOf({ MUG: {}, CUP: {} })
    expect(refusal(factsOf({ lines: [mug, cup], items }), { policy: 'AVAILABLE' }).code).toBe('INSUFFICIENT_STOCK')
  })

  test('AVAILABLE leaves lines behind that are on hold, or that name nothing of ours', () => {
    const unknown = lineOf({ id: 'unknown', sku: 'WHAT', stockItemId: null })
    const facts = factsOf({ lines: [mug, cup, unknown], holds: [holdOf({ lineIds: ['cup'] })], items: enough })
    const house = new House(facts)
    house.release({ policy: 'AVAILABLE' })
    expect(house.state.lines.map((line) => line.allocated)).toEqual([3, 0, 0])
  })

  test('named lines are all or nothing, and the rest of the order stays open', () => {
    const house = new House(factsOf({ lines: [mug, cup], items: enough }))
    house.release({ lines: [{ lineId: 'mug', quantity: 1 }] })
    expect(house.state.lines.map((line) => line.open)).toEqual([2, 2])
    house.release()
    expect(house.state.lines.map((line) => line.allocated)).toEqual([3, 2])
    expect(house.state.shipments).toHaveLength(2)
  })

  test('more than is open is refused at the line that asks it', () => {
    const lines = [
      { lineId: 'cup', quantity: 1 },
      { lineId: 'mug', quantity: 4 },
    ]
    expect(refusal(factsOf({ lines: [mug, cup], items: enough }), { lines })).toMatchObject({
      code: 'QUANTITY_EXCEEDED',
      field: ['lines', '1', 'quantity'],
      details: { open: 3 },
    })
  })
})

describe('a release is refused', () => {
  const ready = { lines: [mug], items: enough }
  test.each<[string, OrderFacts, Partial<ReleaseCommand>, string]>([
    ['while a hold is active', factsOf({ ...ready, holds: [holdOf()] }), {}, 'ORDER_ON_HOLD'],
    [
      'on hold, whatever override',
      factsOf({ ...ready, holds: [holdOf()] }),
      { overrideReasonCode: 'URGENT' },
      'ORDER_ON_HOLD',
    ],
    ['of a line on hold', factsOf({ ...ready, holds: [holdOf({ lineIds: ['mug'] })] }), {}, 'ORDER_ON_HOLD'],
    ['before any rule has run', factsOf({ ...ready, order: { validation: [] } }), {}, 'VALIDATION_FAILED'],
    [
      'for a rule that nothing overrides',
      factsOf({ ...ready, order: { validation: [failed('payment', false)] } }),
      { overrideReasonCode: 'URGENT' },
      'VALIDATION_FAILED',
    ],
    [
      'for a rule that is not overridden',
      factsOf({ ...ready, order: { validation: [failed('fraud', true)] } }),
      {},
      'VALIDATION_FAILED',
    ],
    [
      'before its time',
      factsOf({ ...ready, order: { notBefore: '2026-12-24T00:00:00.000Z' } }),
      {},
      'VALIDATION_FAILED',
    ],
    ['for a reason that is none', factsOf(ready), { overrideReasonCode: 'WHY_NOT' }, 'UNKNOWN_REASON_CODE'],
    ['for a SKU that is not ours', factsOf({ lines: [lineOf({ id: 'x', stockItemId: null })] }), {}, 'UNKNOWN_SKU'],
    ['of what is released already', factsOf({ lines: [lineOf({ id: 'x', allocated: 1 })] }), {}, 'ALREADY_DONE'],
    [
      'of a cancelled order',
      factsOf({ lines: [lineOf({ id: 'x', cancelled: 1 })], order: { status: 'CANCELLED' } }),
      {},
      'INVALID_TRANSITION',
    ],
    ['without a warehouse', { ...factsOf(ready), warehouses: [] }, {}, 'NO_ROUTE'],
    [
      'after a hundred shipments',
      factsOf({
        ...ready,
        shipments: Array.from({ length: SHIPMENTS_LIMIT }, (_, n) => shipmentOf({ id: `s${n}`, status: 'CANCELLED' })),
      }),
      {},
      'LIMIT_EXCEEDED',
    ],
  ])('%s', (_, facts, command, code) => {
    expect(refusal(facts, command).code).toBe(code)
  })

  test('a hold is named with its reason', () => {
    expect(refusal(factsOf({ ...ready, holds: [holdOf({ reason: 'HIGH_RISK_OF_FRAUD' })] }))).toMatchObject({
      message: expect.stringContaining('HIGH_RISK_OF_FRAUD'),
      details: { holds: [{ id: 'hold', reason: 'HIGH_RISK_OF_FRAUD' }] },
    })
  })

  test('a rule that allows it is overridden with a reason, which the trail keeps', () => {
    const facts = factsOf({ ...ready, order: { status: 'NEW', validation: [failed('fraud', true)] } })
    const change = new House(facts).release({ overrideReasonCode: 'FRAUD_REVIEWED' })
    expect(change.events[0]).toMatchObject({ reasonCode: 'FRAUD_REVIEWED', data: { overridden: ['fraud'] } })
    const early = factsOf({ ...ready, order: { notBefore: '2026-12-24T00:00:00.000Z' } })
    expect(new House(early).release({ overrideReasonCode: 'CUSTOMER_REQUEST' }).after.order.status).toBe('RELEASED')
  })

  test('a reason where none is needed is no override', () => {
    expect(new House(factsOf(ready)).release({ overrideReasonCode: 'URGENT' }).events[0]!.reasonCode).toBeNull()
  })

  test('a hold whose time is over ends with the release', () => {
    const house = new House(factsOf({ ...ready, holds: [holdOf({ expiresAt: '2026-11-23T09:59:59.000Z' })] }))
    house.release()
    expect(house.state.holds[0]).toMatchObject({ releasedAt: now, releaseReasonCode: 'HOLD_EXPIRED' })
  })
})
