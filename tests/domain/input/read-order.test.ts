import { describe, expect, test } from 'vitest'
import {
  LINES_PER_ORDER,
  PROBLEMS_PER_ORDER,
  REFERENCES_PER_ORDER,
  REPORTS_PER_ORDER,
  STATUSES_PER_ORDER,
  TAGS_PER_ORDER,
  UNITS_PER_LINE,
} from '#domain/input/limits'
import type { OrderInput } from '#domain/input/order-input'
import { readOrder } from '#domain/input/read-order'

const input = (more: Partial<OrderInput> = {}): OrderInput => ({
  channel: 'shop',
  reference: ' 1001 ',
  placedAt: '2026-11-20T11:00:00+01:00',
  currency: 'gbp',
  lines: [{ reference: 'a', sku: 'MUG', quantity: 2, unitPrice: '10.00' }],
  ...more,
})
const read = (more: Partial<OrderInput> = {}) => readOrder(input(more), 3)
const refusals = (more: Partial<OrderInput>) =>
  read(more).problems.map(({ code, field }) => `${code} ${field?.slice(2).join('.')}`)

test('what a channel writes in its own way is read in ours', () => {
  const { snapshot, problems } = read({
    channelStatuses: [
      { field: 'z', value: 'b' },
      { field: 'a', value: 'c' },
      { field: 'z', value: 'b' },
    ],
    shippingAddress: { name: ' Ada ', lines: ['1 Main Street', ''], postcode: 'sw1a1aa', country: 'UK' },
    tags: ['b', ' a', '', 'b'],
    customer: { name: '', email: '' },
    risk: { level: 'high' },
  })
  expect(problems).toStrictEqual([])
  expect(snapshot).toMatchObject({
    reference: '1001',
    placedAt: '2026-11-20T10:00:00.000Z',
    currency: 'GBP',
    taxesIncluded: false,
    channelStatuses: [
      { field: 'a', value: 'c' },
      { field: 'z', value: 'b' },
    ],
    shippingAddress: { name: 'Ada', lines: ['1 Main Street'], postcode: 'SW1A 1AA', countryCode: 'GB' },
    deliveryMethod: 'SHIPPING',
    tags: ['a', 'b'],
    risk: { level: 'HIGH' },
  })
  expect(snapshot.customer).toBeUndefined()
})

describe('the money of a line', () => {
  const line = (more: object) => read({ lines: [{ reference: 'a', quantity: 3, ...more }] }).snapshot.lines[0]!

  test.each([
    ['its total is authoritative', { unitPrice: '3.33', total: '10.00' }, { unitPrice: 333, total: 1000 }],
    [
      'else price × quantity − discount',
      { unitPrice: '4.00', discount: '2.00' },
      { unitPrice: 400, discount: 200, total: 1000 },
    ],
    [
      'a price finer than the currency is extended, then rounded',
      { unitPrice: '3.335' },
      { unitPrice: undefined, total: 1001 },
    ],
    [
      'tax is the sum of its tax lines',
      { total: '9.00', taxLines: [{ amount: '1.00' }, { amount: '0.50' }] },
      { tax: 150 },
    ],
    ['a line may take money off', { unitPrice: '-1.00' }, { unitPrice: -100, total: -300 }],
  ])('%s', (_, given, expected) => {
    expect(line(given)).toMatchObject(expected)
  })
})

test('equal words have equal digests, in any order of what has no order', () => {
  const one = read({ tags: ['a', 'b'], updatedAt: '2026-11-20T10:00:00Z' })
  const other = read({ tags: ['b', 'a'], updatedAt: '2026-11-21T10:00:00Z', reference: '1001' })
  expect(other.digest).toBe(one.digest)
  expect(read({ tags: ['c'] }).digest).not.toBe(one.digest)
})

test('an order without goods needs no parcel', () => {
  expect(
    read({ lines: [{ reference: 'a', kind: 'GIFT_CARD', quantity: 1, unitPrice: '50.00' }] }).snapshot.deliveryMethod,
  ).toBe('DIGITAL')
})

test('a payment’s amounts follow from its status where they are not said', () => {
  const payment = (status: string, more: object = {}) =>
    read({ payments: [{ reference: 'p', status, amount: '20.00', ...more }] }).snapshot.payments![0]!
  expect(payment('paid')).toMatchObject({ status: 'PAID', captured: 2000, refunded: 0 })
  expect(payment('AUTHORIZED')).toMatchObject({ authorized: 2000, captured: 0 })
  expect(payment('REFUNDED')).toMatchObject({ captured: 2000, refunded: 2000 })
  expect(payment('PARTIALLY_REFUNDED', { refunded: '5.00' })).toMatchObject({ captured: 2000, refunded: 500 })
})

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const line = (index: number) => ({ reference: String(index), quantity: 1, unitPrice: '1.00' })
const payment = (index: number) => ({ reference: `p${index}`, status: 'PAID', amount: '1.00' })

describe('refused, each with its place:', () => {
  test.each<[string, Partial<OrderInput>, string[]]>([
    ['no reference', { reference: ' ' }, ['INVALID_INPUT reference']],
    ['a currency that is none', { currency: 'EURO' }, ['INVALID_INPUT currency']],
    ['a time without an offset', { placedAt: '2026-11-20T10:00:00' }, ['INVALID_INPUT placedAt']],
    ['30 February', { placedAt: '2026-02-30T10:00:00Z' }, ['INVALID_INPUT placedAt']],
    ['no lines', { lines: [] }, ['INVALID_INPUT lines']],
    ['half a unit', { lines: [{ ...line(0), quantity: 0.5 }] }, ['INVALID_INPUT lines.0.quantity']],
    [
      'more units than a line holds',
      { lines: [{ ...line(0), quantity: UNITS_PER_LINE + 1 }] },
      ['INVALID_INPUT lines.0.quantity'],
    ],
    ['two lines of one reference', { lines: [line(1), line(1)] }, ['INVALID_INPUT lines.1.reference']],
    ['an amount with a comma', { shippingPrice: '1,00' }, ['INVALID_INPUT shippingPrice']],
    ['a negative discount', { discount: '-1.00' }, ['INVALID_INPUT discount']],
    [
      'more than can be counted',
      { lines: [{ ...line(0), quantity: 1_000_000, unitPrice: '90000000000.00' }] },
      ['INVALID_INPUT lines'],
    ],
    [
      'a payment of no known status',
      { payments: [{ ...payment(0), status: 'ROBBED' }] },
      ['INVALID_INPUT payments.0.status'],
    ],
    [
      'a part paid without saying how much',
      { payments: [{ ...payment(0), status: 'PARTIALLY_PAID' }] },
      ['INVALID_INPUT payments.0.captured'],
    ],
    [
      'more refunded than captured',
      { payments: [{ ...payment(0), refunded: '2.00' }] },
      ['AMOUNT_EXCEEDED payments.0.refunded'],
    ],
    ['two payments of one reference', { payments: [payment(0), payment(0)] }, ['INVALID_INPUT payments.1.reference']],
    [
      'a report about a line that is not there',
      { returns: [{ reference: 'r', lines: [{ line: 'x', quantity: 1 }] }] },
      ['INVALID_INPUT returns.0.lines.0.line'],
    ],
    ['a refund of nothing', { refunds: [{ reference: 'r', amount: '0.00' }] }, ['INVALID_INPUT refunds.0.amount']],
    ['a NUL in an address', { billingAddress: { lines: ['a\0'] } }, ['INVALID_INPUT billingAddress.lines']],
    ['a text that is too long', { giftMessage: 'a'.repeat(10_001) }, ['LIMIT_EXCEEDED giftMessage']],
    ['too many lines', { lines: many(LINES_PER_ORDER + 1, line) }, ['LIMIT_EXCEEDED lines']],
    ['too many payments', { payments: many(REPORTS_PER_ORDER + 1, payment) }, ['LIMIT_EXCEEDED payments']],
    [
      'too many statuses',
      { channelStatuses: many(STATUSES_PER_ORDER + 1, (i) => ({ field: 'f', value: String(i) })) },
      ['LIMIT_EXCEEDED channelStatuses'],
    ],
    ['too many tags', { tags: many(TAGS_PER_ORDER + 1, String) }, ['LIMIT_EXCEEDED tags']],
    ['more numbers than an order keeps', { payments: many(REFERENCES_PER_ORDER, payment) }, ['LIMIT_EXCEEDED ']],
  ])('%s', (_, given, expected) => {
    expect(refusals(given)).toStrictEqual(expected)
  })
})

test('as many as the limits allow are taken', () => {
  expect(
    refusals({ lines: many(LINES_PER_ORDER, line), tags: many(TAGS_PER_ORDER, String), payments: many(99, payment) }),
  ).toStrictEqual([])
})

test('of a thousand bad values twenty are reported', () => {
  expect(refusals({ lines: many(1000, (i) => ({ ...line(i), quantity: 0 })) })).toHaveLength(PROBLEMS_PER_ORDER)
})
