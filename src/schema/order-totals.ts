import { builder } from './builder.ts'
import { Money, money } from './money.ts'

builder.prismaObjectFields('Order', (t) => ({
  currencyCode: t.expose('currencyCode', {
    type: 'CurrencyCode',
    description: 'The currency of every amount of the order.',
  }),
  taxesIncluded: t.exposeBoolean('taxesIncluded', {
    description: 'True: line and shipping amounts contain their tax. False: tax is added on top in `total`.',
  }),
  subtotal: t.field({
    type: Money,
    description: 'The lines, after their own discounts.',
    select: { subtotal: true, currencyCode: true },
    resolve: (order) => money(order.subtotal, order.currencyCode),
  }),
  shippingTotal: t.field({
    type: Money,
    description: 'What the buyer pays for shipping.',
    select: { shippingTotal: true, currencyCode: true },
    resolve: (order) => money(order.shippingTotal, order.currencyCode),
  }),
  taxTotal: t.field({
    type: Money,
    description: 'All tax, of lines and of shipping; contained in the other amounts when `taxesIncluded`.',
    select: { taxTotal: true, currencyCode: true },
    resolve: (order) => money(order.taxTotal, order.currencyCode),
  }),
  discountTotal: t.field({
    type: Money,
    description: 'Discounts on the order as a whole, as a positive amount.',
    select: { discountTotal: true, currencyCode: true },
    resolve: (order) => money(order.discountTotal, order.currencyCode),
  }),
  total: t.field({
    type: Money,
    description: 'What the order comes to now: it follows edits and cancellations.',
    select: { total: true, currencyCode: true },
    resolve: (order) => money(order.total, order.currencyCode),
  }),
  originalTotal: t.field({
    type: Money,
    description: 'What it came to as placed.',
    select: { originalTotal: true, currencyCode: true },
    resolve: (order) => money(order.originalTotal, order.currencyCode),
  }),
  paidTotal: t.field({
    type: Money,
    description: 'What was captured so far.',
    select: { paidTotal: true, currencyCode: true },
    resolve: (order) => money(order.paidTotal, order.currencyCode),
  }),
  refundedTotal: t.field({
    type: Money,
    description: 'What was given back so far.',
    select: { refundedTotal: true, currencyCode: true },
    resolve: (order) => money(order.refundedTotal, order.currencyCode),
  }),
  balance: t.field({
    type: Money,
    description: 'What the buyer still owes: total − paid + refunded. Negative: we owe the buyer.',
    select: { total: true, paidTotal: true, refundedTotal: true, currencyCode: true },
    resolve: (order) => money(order.total - order.paidTotal + order.refundedTotal, order.currencyCode),
  }),
}))
