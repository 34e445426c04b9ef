import { describe, expect, test } from 'vitest'
import { lifecycle } from '#domain/order/lifecycle'
import { deriveCustomerStatus, deriveOrderStatus, drivingLines, statusesShownAs } from '#domain/order/status'
import type { LineRow } from '#domain/rows/order-rows'
import { type OrderStatus, orderStatuses, type ShipmentStatus, shipmentStatuses } from '#domain/vocabulary'
import { factsOf, lineOf, shipmentOf } from '../../support/order-facts.ts'

const failed = [{ rule: 'payment', passed: false, overridable: false, message: null, evidence: null, checkedAt: '' }]
const line = (counters: Partial<LineRow>) => lineOf({ id: 'line-1', quantity: 4, ...counters })

describe('the status of an order follows from where its units are', () => {
  const table: [string, Partial<LineRow>, OrderStatus][] = [
    ['nothing is committed', {}, 'READY'],
    ['all is allocated', { allocated: 4 }, 'RELEASED'],
    ['a part is allocated, the rest open', { allocated: 1 }, 'RELEASED'],
    ['a part has left, the rest is open', { shipped: 1 }, 'PARTIALLY_SHIPPED'],
    ['a part has left, the rest is allocated', { shipped: 1, allocated: 3 }, 'PARTIALLY_SHIPPED'],
    ['all has left', { shipped: 4 }, 'SHIPPED'],
    ['what was not cancelled has left', { shipped: 3, cancelled: 1 }, 'SHIPPED'],
    ['all was lost', { lost: 4 }, 'SHIPPED'],
    ['a part is delivered, the rest open', { delivered: 1 }, 'PARTIALLY_DELIVERED'],
    ['a part is delivered, the rest on its way', { delivered: 1, shipped: 3 }, 'PARTIALLY_DELIVERED'],
    ['a part is delivered, the rest lost', { delivered: 1, lost: 3 }, 'PARTIALLY_DELIVERED'],
    ['all is delivered', { delivered: 4 }, 'DELIVERED'],
    ['what was not cancelled is delivered', { delivered: 1, cancelled: 3 }, 'DELIVERED'],
    ['a part came back, the rest was kept', { delivered: 3, returned: 1 }, 'PARTIALLY_RETURNED'],
    ['a part came back, and a backorder is open', { delivered: 2, returned: 1 }, 'PARTIALLY_DELIVERED'],
    ['what left came back, and a backorder is open', { returned: 1 }, 'PARTIALLY_SHIPPED'],
    ['all came back', { returned: 4 }, 'RETURNED'],
    ['all is cancelled', { cancelled: 4 }, 'CANCELLED'],
  ]
  test.each(table)('%s: %o is %s', (_, counters, status) => {
    const { state } = factsOf({ lines: [line(counters)] })
    expect(deriveOrderStatus(state)).toBe(status)
  })

  test('an order that fails a rule is NEW until it passes', () => {
    expect(deriveOrderStatus(factsOf({ order: { validation: failed } }).state)).toBe('NEW')
    expect(deriveOrderStatus(factsOf({ order: { validation: [] } }).state)).toBe('NEW')
  })

  test.each<[ShipmentStatus[], OrderStatus]>([
    [['PLANNED', 'PACKED'], 'RELEASED'],
    [['PICKING', 'PACKED'], 'PICKING'],
    [['PACKED', 'LABELLED'], 'PACKED'],
    [['CANCELLED', 'PACKED'], 'PACKED'],
  ])('the least advanced open shipment of %o says %s', (statuses, status) => {
    const shipments = statuses.map((s, n) => shipmentOf({ id: `s${n}`, status: s }))
    expect(deriveOrderStatus(factsOf({ lines: [line({ allocated: 4 })], shipments }).state)).toBe(status)
  })
})

describe('only what the merchant sends drives the status', () => {
  const mug = lineOf({ id: 'mug', quantity: 1, delivered: 1 })
  const tip = lineOf({ id: 'tip', kind: 'TIP', quantity: 1 })
  const theirs = lineOf({ id: 'theirs', fulfilledBy: 'CHANNEL', quantity: 1 })
  const download = lineOf({ id: 'download', kind: 'DIGITAL', quantity: 1 })
  const gone = lineOf({ id: 'gone', quantity: 1, cancelled: 1 })

  test.each<[string, LineRow[], string[]]>([
    ['goods of ours, whatever else is there', [tip, mug, theirs, download], ['mug']],
    ['goods of others where there are none of ours', [tip, theirs], ['theirs']],
    ['all goods where ours are cancelled and others are not', [gone, theirs, tip], ['gone', 'theirs']],
    ['downloads where there are no goods', [download, tip], ['download']],
    ['fees and tips where there is nothing else', [tip], ['tip']],
  ])('%s', (_, lines, ids) => {
    expect(drivingLines(lines).map((row) => row.id)).toEqual(ids)
  })

  test('cancelled goods make a cancelled order, whatever tip was given', () => {
    expect(deriveOrderStatus(factsOf({ lines: [gone, { ...tip, delivered: 1, open: 0 }] }).state)).toBe('CANCELLED')
  })
})

describe('the lifecycle', () => {
  test('every status can be reached from NEW', () => {
    const seen = new Set<OrderStatus>(['NEW'])
    for (const status of seen) for (const next of lifecycle[status].next) seen.add(next)
    expect([...seen].sort()).toEqual([...orderStatuses].sort())
  })

  test('no status leads to itself, and what left the house never comes back into it', () => {
    const inHouse = ['NEW', 'READY', 'RELEASED', 'PICKING', 'PACKED', 'CANCELLED']
    for (const status of orderStatuses) {
      expect(lifecycle[status].next).not.toContain(status)
      if (!inHouse.includes(status)) for (const next of lifecycle[status].next) expect(inHouse).not.toContain(next)
    }
  })
})

describe('the buyer sees', () => {
  const told = (status: ShipmentStatus, counters: Partial<LineRow>) => {
    const { state } = factsOf({ lines: [line(counters)], shipments: [shipmentOf({ id: 's', status })] })
    return deriveCustomerStatus(state, deriveOrderStatus(state))
  }
  test.each<[ShipmentStatus, Partial<LineRow>, string]>([
    ['PLANNED', {}, 'RECEIVED'],
    ['PICKING', { allocated: 4 }, 'PREPARING'],
    ['LABELLED', { allocated: 4 }, 'PREPARING'],
    ['SHIPPED', { shipped: 4 }, 'SHIPPED'],
    ['OUT_FOR_DELIVERY', { shipped: 4 }, 'OUT_FOR_DELIVERY'],
    ['OUT_FOR_DELIVERY', { shipped: 2 }, 'PARTIALLY_SHIPPED'],
    ['READY_FOR_PICKUP', { shipped: 4 }, 'READY_FOR_PICKUP'],
    ['DELIVERY_FAILED', { shipped: 4 }, 'DELIVERY_PROBLEM'],
    ['LOST', { lost: 4 }, 'DELIVERY_PROBLEM'],
    ['RETURNING', { shipped: 4 }, 'DELIVERY_PROBLEM'],
    ['DELIVERED', { delivered: 4 }, 'DELIVERED'],
    ['RETURNED_TO_SENDER', { returned: 4 }, 'RETURNED'],
    ['CANCELLED', { cancelled: 4 }, 'CANCELLED'],
  ])('of a shipment that is %s, with %o: %s', (status, counters, expected) => {
    expect(told(status, counters)).toBe(expected)
  })

  test('nothing of an order that is not found by the statuses behind it', () => {
    const wheres: Partial<LineRow>[] = [
      {},
      { allocated: 4 },
      { shipped: 2 },
      { shipped: 4 },
      { shipped: 2, delivered: 2 },
      { delivered: 2 },
      { delivered: 4 },
      { lost: 4 },
      { delivered: 2, returned: 2 },
      { returned: 4 },
      { cancelled: 4 },
    ]
    for (const shipment of shipmentStatuses) {
      for (const counters of wheres) {
        const { state } = factsOf({ lines: [line(counters)], shipments: [shipmentOf({ id: 's', status: shipment })] })
        const status = deriveOrderStatus(state)
        expect(statusesShownAs([deriveCustomerStatus(state, status)])).toContain(status)
      }
    }
    expect(statusesShownAs(['RECEIVED'])).toEqual(['NEW', 'READY'])
    expect(statusesShownAs(['PREPARING', 'CANCELLED'])).toEqual(['RELEASED', 'PICKING', 'PACKED', 'CANCELLED'])
    expect(statusesShownAs([])).toEqual([])
  })
})
