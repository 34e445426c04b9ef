import { describe, expect, test } from 'vitest'
import type { WarehouseFacts } from '#domain/order/state'
import { availableDemand, planShipments, SPLIT_SEARCH_LIMIT } from '#domain/routing/plan-shipments'
import { itemsOf } from '../../support/house.ts'

const warehouse = (key: string, priority: number, more: Partial<WarehouseFacts> = {}): WarehouseFacts => ({
  id: key,
  key,
  name: key,
  kind: 'OWN',
  timeZone: 'Europe/London',
  countryCode: 'GB',
  priority,
  enabled: true,
  ...more,
})
const want = (units: Record<string, number>) =>
  Object.entries(units).map(([sku, quantity]) => ({ stockItemId: `item-${sku.toLowerCase()}`, sku, quantity }))

const planned = (
  warehouses: WarehouseFacts[],
  stock: Record<string, Record<string, number>>,
  demand: Record<string, number>,
) => {
  const plan = planShipments({ warehouses, items: itemsOf(stock) }, want(demand))
  if (plan.kind !== 'routed') return plan
  return Object.fromEntries(plan.parts.map((part) => [part.warehouse.key, Object.fromEntries(part.units)]))
}

const three = [warehouse('a', 1), warehouse('b', 2), warehouse('c', 3)]

describe('where the units come from', () => {
  test.each<[string, WarehouseFacts[], Record<string, Record<string, number>>, Record<string, number>, object]>([
    ['the first by priority that holds all', three, { MUG: { a: 5, b: 5 } }, { MUG: 5 }, { a: { 'item-mug': 5 } }],
    ['a later one, rather than a split', three, { MUG: { a: 4, b: 5 } }, { MUG: 5 }, { b: { 'item-mug': 5 } }],
    [
      'of equal priority, the first by key',
      [warehouse('z', 1), warehouse('y', 1)],
      { MUG: { y: 1, z: 1 } },
      { MUG: 1 },
      { y: { 'item-mug': 1 } },
    ],
    [
      'two, when no single one can serve',
      three,
      { MUG: { a: 4, b: 5, c: 3 } },
      { MUG: 8 },
      { a: { 'item-mug': 4 }, b: { 'item-mug': 4 } },
    ],
    [
      'two that can, rather than three that come first',
      three,
      { MUG: { a: 1, b: 4, c: 4 } },
      { MUG: 8 },
      { b: { 'item-mug': 4 }, c: { 'item-mug': 4 } },
    ],
    [
      'each item from where it is',
      three,
      { MUG: { a: 1 }, CUP: { c: 1 } },
      { MUG: 1, CUP: 1 },
      { a: { 'item-mug': 1 }, c: { 'item-cup': 1 } },
    ],
    [
      'not from one that is switched off',
      [warehouse('a', 1, { enabled: false }), warehouse('b', 2)],
      { MUG: { a: 9, b: 1 } },
      { MUG: 1 },
      { b: { 'item-mug': 1 } },
    ],
    [
      "not from a channel's own warehouse",
      [warehouse('a', 1, { kind: 'CHANNEL' }), warehouse('b', 2)],
      { MUG: { a: 9, b: 1 } },
      { MUG: 1 },
      { b: { 'item-mug': 1 } },
    ],
  ])('%s', (_, warehouses, stock, demand, parts) => {
    expect(planned(warehouses, stock, demand)).toEqual(parts)
  })

  test('too little names each short item with what every warehouse has', () => {
    expect(planned(three, { MUG: { a: 1, b: 1 }, CUP: { a: 9 } }, { MUG: 3, CUP: 1 })).toEqual({
      kind: 'short',
      shortages: [
        {
          sku: 'MUG',
          wanted: 3,
          available: 2,
          warehouses: [
            { warehouse: 'a', available: 1 },
            { warehouse: 'b', available: 1 },
            { warehouse: 'c', available: 0 },
          ],
        },
      ],
    })
  })

  test('no warehouse that may send is no route, and says why not', () => {
    const plan = planned([warehouse('a', 1, { enabled: false })], { MUG: { a: 9 } }, { MUG: 1 })
    expect(plan).toEqual({ kind: 'noRoute', candidates: [{ warehouse: 'a', eliminatedBy: 'DISABLED' }] })
  })

  test('what is available is the smaller of what is wanted and what is there', () => {
    const facts = { warehouses: three, items: itemsOf({ MUG: { a: 2, b: 1 }, CUP: {} }) }
    expect(availableDemand(facts, want({ MUG: 5, CUP: 1 }))).toEqual(want({ MUG: 3 }))
  })

  test('every warehouse is recorded with why it was not chosen', () => {
    const warehouses = [warehouse('off', 0, { enabled: false }), ...three, warehouse('d', 4)]
    const items = itemsOf({ MUG: { a: 3, b: 4, d: 9 } })
    const plan = planShipments({ warehouses, items }, want({ MUG: 4 }))
    const told = plan.kind === 'routed' ? plan.parts[0]!.candidates : []
    expect(told.map(({ warehouse: key, chosen, eliminatedBy }) => [key, chosen, eliminatedBy])).toEqual([
      ['off', false, 'DISABLED'],
      ['a', false, 'NOT_ALL_IN_STOCK'],
      ['b', true, null],
      ['c', false, 'NO_STOCK'],
      ['d', false, 'PRIORITY'],
    ])
    expect(told[1]!.explanation).toBe('It holds 3 of 4 units.')
  })

  test('the other part of a split is named as such', () => {
    const plan = planShipments({ warehouses: three, items: itemsOf({ MUG: { a: 1, b: 1 } }) }, want({ MUG: 2 }))
    const [first, second] = plan.kind === 'routed' ? plan.parts : []
    expect(first!.candidates.map((c) => c.eliminatedBy)).toEqual([null, 'OTHER_PART', 'NO_STOCK'])
    expect(second!.candidates.map((c) => c.chosen)).toEqual([false, true, false])
  })

  test('the search for the fewest shipments ends, however many warehouses there are', () => {
    const many = Array.from({ length: 60 }, (_, n) => warehouse(`w${String(n).padStart(2, '0')}`, n))
    const items = itemsOf({ MUG: Object.fromEntries(many.map((w) => [w.key, 1])) })
    const plan = planShipments({ warehouses: many, items }, want({ MUG: 30 }))
    expect(plan.kind === 'routed' && plan.parts.map((part) => part.warehouse.key)).toEqual(
      many.slice(0, 30).map((w) => w.key),
    )
    expect(SPLIT_SEARCH_LIMIT).toBe(4_096)
  })
})
