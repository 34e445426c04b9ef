import { describe, expect, test } from 'vitest'
import { chooseTakeBacks } from '#domain/decisions/take-back'
import { emptyLevel, type LevelSubject, UNITS_LIMIT } from '#domain/stock/level'
import { subjectOf } from '#domain/stock/look-up'
import { movementsOf, planCount, type StockCount } from '#domain/stock/set-stock'

const now = '2026-11-23T10:00:00.000Z'
const subject = (level: Partial<LevelSubject['level']> = {}): LevelSubject => ({
  item: { id: 'item', sku: 'MUG' },
  warehouse: { id: 'wh', key: 'north' },
  level: { ...emptyLevel('wh'), version: 4, ...level },
})
const count = (onHand: number, patch: Partial<StockCount> = {}): StockCount => ({
  sku: 'MUG',
  warehouse: 'north',
  onHand,
  countedAt: null,
  ifVersion: null,
  ...patch,
})
const plan = (onHand: number, level: Partial<LevelSubject['level']>, movedSince = 0) =>
  planCount(count(onHand), subject(level), movedSince, now)

const full = { available: 10, committed: 4, picked: 3, putAway: 2, damaged: 1, qualityControl: 1 } // 21 on hand

describe('a count of everything in the building', () => {
  test.each([
    ['that says what is known changes nothing', 21, { appear: 0, go: [], takeBack: 0 }],
    ['with more makes the rest available', 25, { appear: 4, go: [], takeBack: 0 }],
    ['with fewer takes the free ones off', 15, { appear: 0, go: [{ state: 'AVAILABLE', quantity: 6 }], takeBack: 0 }],
    [
      'takes all free ones before any promise is touched',
      11,
      { appear: 0, go: [{ state: 'AVAILABLE', quantity: 10 }], takeBack: 0 },
    ],
    [
      'below what is promised takes promises back',
      9,
      { appear: 0, go: [{ state: 'AVAILABLE', quantity: 12 }], takeBack: 2 },
    ],
    [
      'then gives up what could not be sold anyway',
      4,
      {
        appear: 0,
        go: [
          { state: 'AVAILABLE', quantity: 14 },
          { state: 'PUT_AWAY', quantity: 2 },
          { state: 'DAMAGED', quantity: 1 },
        ],
        takeBack: 4,
      },
    ],
    [
      'down to what is picked',
      3,
      {
        appear: 0,
        go: [
          { state: 'AVAILABLE', quantity: 14 },
          { state: 'PUT_AWAY', quantity: 2 },
          { state: 'DAMAGED', quantity: 1 },
          { state: 'QUALITY_CONTROL', quantity: 1 },
        ],
        takeBack: 4,
      },
    ],
  ])('%s', (_, onHand, expected) => expect(plan(onHand, full)).toEqual(expected))

  test('below what is picked is refused, with the level and what to do', () => {
    expect(plan(2, full)).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      field: ['onHand'],
      message: expect.stringContaining('cancel their orders'),
      details: { picked: 3, onHand: 21, version: 4 },
    })
  })

  test('of a place where nothing ever moved creates its stock', () => {
    expect(planCount(count(7), subject({ version: 0 }), 0, now)).toEqual({ appear: 7, go: [], takeBack: 0 })
  })

  test.each([
    ['what moved in since comes on top', 10, 3, { available: 13 }, { appear: 0, go: [], takeBack: 0 }],
    ['what left since goes off', 10, -3, { available: 7 }, { appear: 0, go: [], takeBack: 0 }],
    [
      'the difference is the one at the time of the count',
      10,
      -3,
      { available: 9 },
      { appear: 0, go: [{ state: 'AVAILABLE', quantity: 2 }], takeBack: 0 },
    ],
  ])('of the past: %s', (_, onHand, moved, level, expected) => expect(plan(onHand, level, moved)).toEqual(expected))

  test.each([
    ['a negative count', count(-1), 'INVALID_INPUT', 'onHand'],
    ['a count of the future', count(1, { countedAt: '2026-11-23T10:01:01.000Z' }), 'INVALID_INPUT', 'countedAt'],
    ['more than anybody stores', count(UNITS_LIMIT + 1), 'LIMIT_EXCEEDED', 'onHand'],
  ])('%s is refused', (_, given, code, field) => {
    expect(planCount(given, subject(), 0, now)).toMatchObject({ code, field: [field] })
  })

  test('by a clock that runs a little ahead is taken', () => {
    expect(planCount(count(0, { countedAt: '2026-11-23T10:01:00.000Z' }), subject(), 0, now)).toMatchObject({
      appear: 0,
    })
  })
})

describe('the movements of a count', () => {
  const why = { reason: 'CYCLE_COUNT', reference: 'C-7', id: () => 'id' }
  test('happened when it was counted, so that the same count again finds nothing to do', () => {
    const at = '2026-11-23T08:00:00.000Z'
    const [movement] = movementsOf({ appear: 4, go: [], takeBack: 0 }, subject(), { ...why, countedAt: at })
    expect(movement).toMatchObject({
      fromState: null,
      toState: 'AVAILABLE',
      quantity: 4,
      occurredAt: at,
      reference: 'C-7',
    })
  })
  test('say where each unit left from', () => {
    const go = [
      { state: 'AVAILABLE', quantity: 3 },
      { state: 'DAMAGED', quantity: 1 },
    ] as const
    const movements = movementsOf({ appear: 0, go: [...go], takeBack: 0 }, subject(), { ...why, countedAt: null })
    expect(movements.map((m) => [m.fromState, m.toState, m.quantity, 'occurredAt' in m])).toEqual([
      ['AVAILABLE', null, 3, false],
      ['DAMAGED', null, 1, false],
    ])
  })
})

describe('what a line of a stock call names', () => {
  const found = { item: { id: 'item', sku: 'MUG' }, warehouse: { id: 'wh', key: 'north' }, level: null, movedSince: 0 }
  const asked = { sku: 'MUG', warehouse: 'north', ifVersion: null }
  test.each([
    ['an unknown SKU', asked, { ...found, item: null }, 'UNKNOWN_SKU'],
    ['an unknown warehouse', asked, { ...found, warehouse: null }, 'UNKNOWN_WAREHOUSE'],
    [
      'a level that moved on',
      { ...asked, ifVersion: 3 },
      { ...found, level: { ...emptyLevel('wh'), version: 4 } },
      'STALE_VERSION',
    ],
    ['a level where nothing ever moved, at a version', { ...asked, ifVersion: 1 }, found, 'STALE_VERSION'],
  ])('%s is refused', (_, given, lookup, code) => expect(subjectOf(given, lookup)).toMatchObject({ code }))

  test('a place where nothing ever moved is empty at version 0', () => {
    expect(subjectOf({ ...asked, ifVersion: 0 }, found)).toMatchObject({ level: { version: 0, available: 0 } })
  })
})

describe('units are taken back', () => {
  const allocations = [
    { orderId: 'latest', quantity: 2 },
    { orderId: 'middle', quantity: 3 },
    { orderId: 'first', quantity: 1 },
  ]
  test.each([
    [1, [{ orderId: 'latest', quantity: 1 }]],
    [2, [{ orderId: 'latest', quantity: 2 }]],
    [
      4,
      [
        { orderId: 'latest', quantity: 2 },
        { orderId: 'middle', quantity: 2 },
      ],
    ],
    [6, allocations],
  ])('%i of them from the latest promises', (units, chosen) =>
    expect(chooseTakeBacks(units, allocations)).toEqual(chosen),
  )
})
