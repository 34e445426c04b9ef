import { describe, expect, test } from 'vitest'
import { adjust, adjustmentMovement, type StockAdjustment } from '#domain/stock/adjust-stock'
import { emptyLevel, type LevelSubject, UNITS_LIMIT } from '#domain/stock/level'

const subject: LevelSubject = {
  item: { id: 'item', sku: 'MUG' },
  warehouse: { id: 'wh', key: 'north' },
  level: { ...emptyLevel('wh'), version: 2, available: 5, putAway: 3, committed: 4, picked: 1 },
}
const of = (state: StockAdjustment['state'], delta: number): StockAdjustment => ({
  sku: 'MUG',
  warehouse: 'north',
  state,
  delta,
  ifVersion: null,
})

describe('an adjustment', () => {
  test.each([
    ['AVAILABLE', 3, { available: 8 }],
    ['AVAILABLE', -5, { available: 0 }],
    ['PUT_AWAY', -3, { putAway: 0 }],
    ['DAMAGED', 1, { damaged: 1 }],
    ['QUALITY_CONTROL', 2, { qualityControl: 2 }],
    ['IN_TRANSIT', 9, { inTransit: 9 }],
    ['INCOMING', 9, { incoming: 9 }],
  ] as const)('of %s by %i changes that state alone', (state, delta, after) => {
    expect(adjust(of(state, delta), subject)).toEqual({ ...subject.level, ...after })
  })

  test.each([
    ['COMMITTED', -1, 'INVALID_INPUT', 'state', 'unreleaseOrder'],
    ['PICKED', 1, 'INVALID_INPUT', 'state', 'shipShipment'],
    ['AVAILABLE', 0, 'INVALID_INPUT', 'delta', 'nothing'],
    ['AVAILABLE', -6, 'INSUFFICIENT_STOCK', 'delta', '5 units'],
    ['AVAILABLE', UNITS_LIMIT, 'LIMIT_EXCEEDED', 'delta', String(UNITS_LIMIT)],
  ] as const)('of %s by %i is refused with %s', (state, delta, code, field, words) => {
    expect(adjust(of(state, delta), subject)).toMatchObject({
      code,
      field: [field],
      message: expect.stringContaining(words),
    })
  })

  test('that is refused for want of stock shows the level', () => {
    expect(adjust(of('PUT_AWAY', -4), subject)).toMatchObject({ details: { putAway: 3, onHand: 13, version: 2 } })
  })

  test('comes from nowhere or goes there', () => {
    const why = { reason: 'RECEIPT', reference: null, id: 'm1' }
    expect(adjustmentMovement(of('AVAILABLE', 3), subject, why)).toMatchObject({
      fromState: null,
      toState: 'AVAILABLE',
      quantity: 3,
    })
    expect(adjustmentMovement(of('DAMAGED', -2), subject, why)).toMatchObject({
      fromState: 'DAMAGED',
      toState: null,
      quantity: 2,
    })
  })
})
