import { describe, expect, test } from 'vitest'
import { type Shortfall, takeBack } from '#domain/decisions/take-back'
import { factsOf, lineOf, momentOf, onShipment, shipmentOf } from '../../support/order-facts.ts'

const shortfall = (quantity: number, patch: Partial<Shortfall> = {}): Shortfall => ({
  stockItemId: 'item-mug',
  sku: 'MUG',
  warehouseId: 'wh-north',
  warehouseKey: 'north',
  quantity,
  ...patch,
})
const why = { reason: 'CYCLE_COUNT', reference: 'C-7' }

const released = () =>
  factsOf({
    order: { status: 'RELEASED', customerStatus: 'PREPARING', releasedAt: '2026-11-21T09:00:00.000Z' },
    lines: [
      lineOf({ id: 'a', position: 1, quantity: 3, allocated: 3 }),
      lineOf({ id: 'b', position: 2, quantity: 2, allocated: 2 }),
    ],
    shipments: [shipmentOf({ id: 's1' }), shipmentOf({ id: 's2', warehouseId: 'wh-south' })],
    shipmentLines: [onShipment('s1', 'a', 3), onShipment('s1', 'b', 1), onShipment('s2', 'b', 1)],
  })

describe('an order whose units turned out not to be there', () => {
  test('gives back only those of that warehouse, from its last line first', () => {
    const { after, movements } = takeBack(released(), [shortfall(2)], why, momentOf())
    expect(after.lines.map(({ id, open, allocated }) => ({ id, open, allocated }))).toEqual([
      { id: 'a', open: 1, allocated: 2 },
      { id: 'b', open: 1, allocated: 1 },
    ])
    expect(movements).toMatchObject([
      { fromState: 'COMMITTED', toState: 'AVAILABLE', quantity: 2, warehouseId: 'wh-north', reason: 'CYCLE_COUNT' },
    ])
    expect(after.shipments.map((s) => s.status)).toEqual(['PLANNED', 'PLANNED'])
  })

  test('is held for stock and waits in the queue, under the rule that ends both', () => {
    const { after } = takeBack(released(), [shortfall(1)], why, momentOf())
    expect(after.holds).toMatchObject([
      { reason: 'INVENTORY_OUT_OF_STOCK', rule: 'stock-available', lineIds: ['b'], releasedAt: null },
    ])
    expect(after.exceptions).toMatchObject([
      {
        kind: 'STOCK_SHORTAGE',
        rule: 'stock-available',
        status: 'OPEN',
        evidence: { shortfalls: [{ sku: 'MUG', warehouse: 'north', quantity: 1 }] },
      },
    ])
  })

  test('says in its trail what it lost and why', () => {
    const { events } = takeBack(released(), [shortfall(1)], why, momentOf())
    expect(events.map((event) => event.type)).toEqual([
      'SHIPMENT_WITHDRAWN',
      'ORDER_UNRELEASED',
      'ORDER_HELD',
      'EXCEPTION_OPENED',
    ])
    expect(events[1]).toMatchObject({
      reasonCode: 'CYCLE_COUNT',
      data: { lines: [{ line: 'b', sku: 'MUG', quantity: 1 }] },
    })
  })

  test('that loses everything is unreleased, and its shipment withdrawn', () => {
    const south = shortfall(1, { warehouseId: 'wh-south', warehouseKey: 'south' })
    const { after, events } = takeBack(released(), [shortfall(4), south], why, momentOf())
    expect(after.order).toMatchObject({ status: 'READY', releasedAt: null })
    expect(after.shipments.map((s) => s.status)).toEqual(['CANCELLED', 'CANCELLED'])
    expect(events.at(-1)).toMatchObject({ type: 'ORDER_STATUS_CHANGED' })
    expect(after.holds).toHaveLength(1)
  })

  test('keeps what is picked already', () => {
    const facts = released()
    facts.state.shipments = [
      shipmentOf({ id: 's1', status: 'PICKING' }),
      shipmentOf({ id: 's2', warehouseId: 'wh-south' }),
    ]
    const { after, movements } = takeBack(facts, [shortfall(2)], why, momentOf())
    expect(after.lines.map((line) => line.allocated)).toEqual([3, 2])
    expect(movements).toEqual([])
  })
})
