import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineTotal, orderTotals, type PricedLine } from '#domain/money/order-totals'

test('a stated line total is authoritative: three for 10.00 have no unit price', () => {
  expect(lineTotal({ quantity: 3, unitPrice: 333, total: 1000 })).toBe(1000)
  expect(lineTotal({ quantity: 3, total: 0, unitPrice: 5 })).toBe(0)
})

test('without a total a line is unit price × quantity − discount', () => {
  expect(lineTotal({ quantity: 3, unitPrice: 400, discount: 200, tax: 99 })).toBe(1000)
})

const lines: PricedLine[] = [
  { quantity: 3, unitPrice: 400, discount: 200, tax: 200 },
  { quantity: 1, total: 500, tax: 100 },
]

test('where taxes are included, the total is lines + shipping − discount, and the tax is a part of it', () => {
  expect(orderTotals(lines, 395, 66, 100, true, 'GBP')).toStrictEqual({
    ok: true,
    value: { subtotal: 1700, shippingTotal: 395, taxTotal: 366, discountTotal: 300, total: 1795 },
  })
})

test('where taxes are added, the total is lines + shipping − discount + tax', () => {
  expect(orderTotals(lines, 395, 66, 100, false, 'USD')).toStrictEqual({
    ok: true,
    value: { subtotal: 1700, shippingTotal: 395, taxTotal: 366, discountTotal: 300, total: 2161 },
  })
})

test('an order without lines or prices comes to nothing', () => {
  expect(orderTotals([], 0, 0, 0, true, 'GBP')).toMatchObject({ ok: true, value: { total: 0 } })
  expect(orderTotals([{ quantity: 2 }], 0, 0, 0, true, 'GBP')).toMatchObject({ ok: true, value: { total: 0 } })
})

test('an order too large to be counted exactly is refused, however its parts cancel out', () => {
  const large = { quantity: 2, unitPrice: Number.MAX_SAFE_INTEGER }
  expect(orderTotals([large], 0, 0, 0, true, 'GBP')).toMatchObject({ ok: false })
  const cancelling = [
    { quantity: 1, total: Number.MAX_SAFE_INTEGER },
    { quantity: 1, total: -2 },
  ]
  expect(orderTotals(cancelling, 0, 0, 0, true, 'GBP')).toMatchObject({ ok: false })
})

test('subtotal + shipping − discounts (+ added tax) is the total, whatever the lines say', () => {
  const amount = fc.integer({ min: -1e9, max: 1e9 })
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 1000 }),
    unitPrice: fc.option(amount),
    discount: fc.option(amount),
    tax: fc.option(amount),
    total: fc.option(amount),
  })
  fc.assert(
    fc.property(fc.array(line), amount, amount, amount, fc.boolean(), (some, shipping, tax, discount, included) => {
      const totals = orderTotals(some, shipping, tax, discount, included, 'EUR')
      if (!totals.ok) throw new Error(totals.message)
      const { subtotal, shippingTotal, taxTotal, discountTotal, total } = totals.value
      expect(total).toBe(subtotal + shippingTotal - discountTotal + (included ? 0 : taxTotal))
    }),
  )
})
