import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AvailabilityFacts, availabilityOf } from '#domain/stock/availability'

const facts = (patch: Partial<AvailabilityFacts> = {}): AvailabilityFacts => ({
  sku: 'MUG',
  onHand: 20,
  committed: 0,
  picked: 0,
  putAway: 0,
  damaged: 0,
  qualityControl: 0,
  safetyStock: 0,
  unreleasedDemand: 0,
  ...patch,
})

describe('what may be sold', () => {
  test.each([
    ['is what is on hand', {}, 20],
    ['less what released orders hold', { committed: 3, picked: 2 }, 15],
    ['less what cannot be sold', { putAway: 1, damaged: 2, qualityControl: 3 }, 14],
    ['less the orders that are here and wait', { unreleasedDemand: 8 }, 12],
    ['less the safety stock', { safetyStock: 5 }, 15],
    ['less all of it', { committed: 3, picked: 2, damaged: 2, unreleasedDemand: 8, safetyStock: 5 }, 0],
    ['never below zero', { unreleasedDemand: 50 }, 0],
    ['nothing where nothing is', { onHand: 0, unreleasedDemand: 4, safetyStock: 2 }, 0],
  ])('%s', (_, patch, availableToSell) => {
    expect(availabilityOf(facts(patch), null).availableToSell).toBe(availableToSell)
  })

  test('is explained by terms that leave out what is not there', () => {
    expect(availabilityOf(facts({ committed: 3, safetyStock: 5 }), 'shop')).toEqual({
      sku: 'MUG',
      channel: 'shop',
      availableToSell: 12,
      explanation: [
        { kind: 'ON_HAND', label: 'On hand in enabled warehouses', quantity: 20 },
        { kind: 'COMMITTED', label: 'Allocated to released orders', quantity: -3 },
        { kind: 'SAFETY_STOCK', label: 'Safety stock', quantity: -5 },
      ],
    })
  })

  test('a term that asks for more than is left is cut, and says so', () => {
    const { explanation } = availabilityOf(facts({ unreleasedDemand: 24, safetyStock: 2 }), null)
    expect(explanation.slice(1)).toEqual([
      {
        kind: 'UNRELEASED_DEMAND',
        label: 'Open units of orders that are not yet released: 24, of which 4 are not covered',
        quantity: -20,
      },
      { kind: 'SAFETY_STOCK', label: 'Safety stock: 2, of which 2 are not covered', quantity: 0 },
    ])
  })

  test('is the sum of its terms, whatever the numbers', () => {
    const units = fc.nat(1000)
    const level = fc.record({
      available: units,
      committed: units,
      picked: units,
      putAway: units,
      damaged: units,
      qualityControl: units,
      safetyStock: units,
      unreleasedDemand: units,
    })
    fc.assert(
      fc.property(level, ({ available, ...rest }) => {
        const { committed, picked, putAway, damaged, qualityControl } = rest
        const onHand = available + committed + picked + putAway + damaged + qualityControl
        const { availableToSell, explanation } = availabilityOf({ sku: 'MUG', onHand, ...rest }, null)
        expect(explanation.reduce((sum, term) => sum + term.quantity, 0)).toBe(availableToSell)
        expect(availableToSell).toBe(Math.max(0, available - rest.unreleasedDemand - rest.safetyStock))
      }),
    )
  })
})
