import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancelOrder } from '#domain/decisions/cancel-order'
import { currentTotals } from '#domain/order/current-totals'
import type { LineRow } from '#domain/rows/order-rows'
import { House } from '../../support/house.ts'
import { factsOf, lineOf } from '../../support/order-facts.ts'

const charges = { shippingPrice: 495, shippingTax: 83, orderDiscount: 500 }
const lines = (...cancelled: number[]): LineRow[] => [
  lineOf({ id: 'a', quantity: 3, total: 1000, tax: 167, discount: 100, cancelled: cancelled[0] ?? 0 }),
  lineOf({ id: 'b', quantity: 1, total: 999, tax: 166, cancelled: cancelled[1] ?? 0 }),
]

describe('what an order comes to after cancellations', () => {
  test.each<[string, LineRow[], boolean, number]>([
    ['nothing cancelled', lines(), true, 1000 + 999 + 495 - 500],
    ['nothing cancelled, tax on top', lines(), false, 1000 + 999 + 495 - 500 + 167 + 166 + 83],
    ['a third of a line takes a third of it along', lines(1), true, 667 + 999 + 495 - (500 - 83)],
    ['a line takes its share of the discount along', lines(3), true, 999 + 495 - 250],
    ['everything: nothing, not even delivery', lines(3, 1), true, 0],
    ['everything, tax on top', lines(3, 1), false, 0],
  ])('%s', (_, rows, taxesIncluded, total) => {
    expect(currentTotals(rows, charges, taxesIncluded).total).toBe(total)
  })

  test('delivery is charged until no goods are left, whatever download stays', () => {
    const rows = [lineOf({ id: 'a', total: 1000, cancelled: 1 }), lineOf({ id: 's', kind: 'DIGITAL', total: 300 })]
    expect(currentTotals(rows, { ...charges, orderDiscount: 0 }, true)).toMatchObject({ shippingTotal: 0, total: 300 })
  })

  test('cancelling unit by unit in any order ends at the same total, and the ledger follows every step', () => {
    const units = ['a', 'a', 'a', 'b', 'b']
    fc.assert(
      fc.property(
        fc.shuffledSubarray(units, { minLength: 1 }),
        fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        (order, amounts, taxesIncluded) => {
          const [a, b, taxA, taxB, shipping, discount] = amounts as [number, number, number, number, number, number]
          const rows = [
            lineOf({ id: 'a', quantity: 3, total: a, tax: taxA }),
            lineOf({ id: 'b', position: 2, quantity: 2, total: b, tax: taxB }),
          ]
          const asked = { shippingPrice: shipping, shippingTax: 0, orderDiscount: discount }
          const totals = currentTotals(rows, asked, taxesIncluded)
          const header = {
            ...totals,
            orderDiscount: discount,
            originalTotal: totals.total,
            paidTotal: 0,
            taxesIncluded,
          }
          const house = new House(factsOf({ lines: rows, order: header, payments: [] }))
          let ledger = totals.total
          for (const lineId of order) {
            const command = { reason: 'CUSTOMER' as const, refund: false, lines: [{ lineId, quantity: 1 }] }
            const change = house.do((facts, moment) => cancelOrder(facts, command, moment))
            ledger += change.ledger.reduce((sum, entry) => sum + entry.amount, 0)
          }
          const counted = (id: string) => order.filter((unit) => unit === id).length
          const expected = currentTotals(
            [
              { ...rows[0]!, cancelled: counted('a') },
              { ...rows[1]!, cancelled: counted('b') },
            ],
            asked,
            taxesIncluded,
          )
          expect(house.state.order.total).toBe(expected.total)
          expect(ledger).toBe(expected.total)
          if (order.length === units.length) expect(ledger).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })
})
