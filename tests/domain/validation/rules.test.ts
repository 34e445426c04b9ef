import { describe, expect, test } from 'vitest'
import { Draft } from '#domain/order/draft'
import type { OrderFacts } from '#domain/order/state'
import { validationRules } from '#domain/validation/rules'
import { runValidation } from '#domain/validation/run-validation'
import { itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, momentOf } from '../../support/order-facts.ts'

const address = {
  name: 'Ada Lovelace',
  company: null,
  lines: ['1 Main Street'],
  city: 'London',
  region: null,
  postcode: 'SW1A 1AA',
  countryCode: 'GB',
  country: 'United Kingdom',
  phone: null,
  verified: false,
}
const stocked = itemsOf({ MUG: { 'wh-north': 5 } })

type Given = Parameters<typeof factsOf>[0]

const facts = (given: Given = {}): OrderFacts =>
  factsOf({ items: stocked, ...given, order: { shippingAddress: address, ...given?.order } })

function judge(of: OrderFacts) {
  const draft = Draft.edit(of, momentOf())
  runValidation(draft, of)
  const failed = draft.state.order.validation.filter((result) => !result.passed)
  return {
    failed: failed.map((result) => result.rule),
    holds: draft.state.holds.filter((hold) => hold.releasedAt === null).map((hold) => hold.reason),
    exceptions: draft.state.exceptions.filter((row) => row.status !== 'RESOLVED').map((row) => row.kind),
    draft,
    failedResults: failed,
  }
}

const unpaid = { payments: [] }
const withStatuses = (of: OrderFacts, intent: 'ACCEPT' | 'AWAIT_PAYMENT'): OrderFacts => ({
  ...of,
  channel: { ...of.channel, statusMap: [{ field: 'status', value: 'said', intent, holdReason: null }] },
})
const payment = (status: 'AUTHORIZED' | 'FAILED' | 'PENDING' | 'EXPIRED', authorized = 0) => {
  const [row] = facts().state.payments
  return { payments: [{ ...row!, status, authorized, captured: 0 }] }
}

test('the rules are asked in one order', () => {
  expect(validationRules.map((rule) => rule.name)).toStrictEqual([
    'address',
    'payment',
    'fraud',
    'sku-known',
    'totals',
    'stock-available',
  ])
})

test('an order with everything in place passes every rule and is READY', () => {
  const { failed, holds, exceptions, draft } = judge(facts({ order: { validation: [] } }))
  expect({ failed, holds, exceptions }).toStrictEqual({ failed: [], holds: [], exceptions: [] })
  expect(draft.finish().after.order.status).toBe('READY')
})

test.each<[string, OrderFacts, string[], string[], string[]]>([
  [
    'a postcode of another format',
    facts({ order: { shippingAddress: { ...address, postcode: 'SW1' } } }),
    ['address'],
    ['INCORRECT_ADDRESS'],
    ['ADDRESS_ISSUE'],
  ],
  ['no address', facts({ order: { shippingAddress: null } }), ['address'], ['INCORRECT_ADDRESS'], ['ADDRESS_ISSUE']],
  [
    'a country that is none',
    facts({ order: { shippingAddress: { ...address, countryCode: null, country: 'Unspecified' } } }),
    ['address'],
    ['INCORRECT_ADDRESS'],
    ['ADDRESS_ISSUE'],
  ],
  [
    'the same, verified by a person',
    facts({ order: { shippingAddress: { ...address, postcode: 'SW1', verified: true } } }),
    [],
    [],
    [],
  ],
  [
    'the same, picked up by the buyer',
    facts({ order: { shippingAddress: null, deliveryMethod: 'PICKUP' } }),
    [],
    [],
    [],
  ],
  ['the same, for a download', facts({ order: { shippingAddress: null, deliveryMethod: 'DIGITAL' } }), [], [], []],
  [
    'the same, while it is unpaid',
    facts({ ...unpaid, order: { shippingAddress: null } }),
    ['payment'],
    ['AWAITING_PAYMENT'],
    [],
  ],
  ['nothing paid', facts(unpaid), ['payment'], ['AWAITING_PAYMENT'], []],
  ['a part paid', facts({ order: { total: 2000, subtotal: 2000 } }), ['payment'], ['AWAITING_PAYMENT'], []],
  ['an order without prices', facts({ order: { priced: false } }), ['payment'], ['AWAITING_PAYMENT'], []],
  ['a free order', facts({ ...unpaid, order: { total: 0 } }), [], [], []],
  ['a payment that failed', facts(payment('FAILED')), ['payment'], ['PAYMENT_FAILED'], ['PAYMENT_FAILED']],
  ['an authorization that ended', facts(payment('EXPIRED')), ['payment'], ['PAYMENT_FAILED'], ['PAYMENT_FAILED']],
  ['money that is only authorized', facts(payment('AUTHORIZED', 1000)), ['payment'], ['AWAITING_PAYMENT'], []],
  [
    'nothing paid, where the channel says go on',
    withStatuses(facts({ ...unpaid, order: { channelStatuses: [{ field: 'Status', value: 'SAID' }] } }), 'ACCEPT'),
    [],
    [],
    [],
  ],
  [
    'nothing paid, where the channel says wait',
    withStatuses(
      facts({ ...unpaid, order: { channelStatuses: [{ field: 'status', value: 'said' }] } }),
      'AWAIT_PAYMENT',
    ),
    ['payment'],
    ['AWAITING_PAYMENT'],
    [],
  ],
  [
    'a high risk',
    facts({ order: { risk: { level: 'HIGH', score: 0.9, provider: 'radar', reasons: ['Ada lives elsewhere'] } } }),
    ['fraud'],
    ['HIGH_RISK_OF_FRAUD'],
    ['FRAUD_REVIEW'],
  ],
  [
    'a medium risk',
    facts({ order: { risk: { level: 'MEDIUM', score: null, provider: null, reasons: [] } } }),
    [],
    [],
    [],
  ],
  [
    'a SKU of nobody',
    facts({ lines: [lineOf({ id: 'line-1', stockItemId: null })] }),
    ['sku-known'],
    ['UNMAPPED_SKU'],
    ['UNMAPPED_SKU'],
  ],
  [
    'a SKU of nobody on what is not goods',
    facts({ lines: [lineOf({ id: 'line-1' }), lineOf({ id: 'tip', kind: 'TIP', stockItemId: null, total: 0 })] }),
    [],
    [],
    [],
  ],
  [
    'a SKU of nobody that the channel ships',
    facts({ lines: [lineOf({ id: 'line-1', stockItemId: null, fulfilledBy: 'CHANNEL' })] }),
    [],
    [],
    [],
  ],
  [
    'another total than the parts',
    facts({ order: { statedTotal: 1200 } }),
    ['totals'],
    ['TOTAL_MISMATCH'],
    ['TOTAL_MISMATCH'],
  ],
  ['the same total', facts({ order: { statedTotal: 1000 } }), [], [], []],
  [
    'more than there is',
    facts({ lines: [lineOf({ id: 'line-1', quantity: 6 })] }),
    ['stock-available'],
    ['INVENTORY_OUT_OF_STOCK'],
    ['STOCK_SHORTAGE'],
  ],
  [
    'two lines that want more together',
    facts({ lines: [lineOf({ id: 'a', quantity: 3 }), lineOf({ id: 'b', quantity: 3 })] }),
    ['stock-available'],
    ['INVENTORY_OUT_OF_STOCK'],
    ['STOCK_SHORTAGE'],
  ],
  ['all that there is', facts({ lines: [lineOf({ id: 'line-1', quantity: 5 })] }), [], [], []],
  [
    'what was delivered elsewhere',
    facts({
      ...unpaid,
      order: { shippingAddress: null, statedTotal: 1 },
      lines: [lineOf({ id: 'line-1', stockItemId: null, delivered: 1 })],
    }),
    [],
    [],
    [],
  ],
  [
    'what was cancelled',
    facts({
      ...unpaid,
      order: { shippingAddress: null, total: 0 },
      lines: [lineOf({ id: 'line-1', stockItemId: null, cancelled: 1 })],
    }),
    [],
    [],
    [],
  ],
])('%s', (_, of, failed, holds, exceptions) => {
  const found = judge(of)
  expect({ failed: found.failed, holds: found.holds, exceptions: found.exceptions }).toStrictEqual({
    failed,
    holds,
    exceptions,
  })
})

test('an authorization is enough where the channel’s settings say so', () => {
  const of = facts(payment('AUTHORIZED', 1000))
  expect(judge({ ...of, channel: { ...of.channel, settings: { releaseOnAuthorization: true } } }).failed).toStrictEqual(
    [],
  )
})

describe('stock that others want', () => {
  const short = (demand: { unreleasedDemand: number; waitingDemand?: number; safetyStock?: number }) =>
    judge(
      facts({
        items: { 'item-mug': { ...stocked['item-mug']!, ...demand } },
        lines: [lineOf({ id: 'line-1', quantity: 3 })],
      }),
    ).failed

  test('is not there for this order', () => expect(short({ unreleasedDemand: 6 })).toStrictEqual(['stock-available']))
  test('is, where only this order wants it', () => expect(short({ unreleasedDemand: 3 })).toStrictEqual([]))
  test('does not count where the others wait for stock themselves', () =>
    expect(short({ unreleasedDemand: 9, waitingDemand: 6 })).toStrictEqual([]))
  test('leaves safety stock alone', () =>
    expect(short({ unreleasedDemand: 3, safetyStock: 3 })).toStrictEqual(['stock-available']))
  test('in a warehouse that is switched off is not there', () => {
    const of = facts({ lines: [lineOf({ id: 'line-1', quantity: 3 })] })
    const off = { ...of, warehouses: of.warehouses.map((warehouse) => ({ ...warehouse, enabled: false })) }
    expect(judge(off).failed).toStrictEqual(['stock-available'])
  })
})

describe('judging again', () => {
  const bad = () => facts({ order: { shippingAddress: { ...address, postcode: 'SW1' } } })

  test('without news changes nothing', () => {
    const first = judge(bad()).draft.finish().after
    const again = Draft.edit({ ...bad(), state: first }, momentOf('2026-11-24T10:00:00.000Z'))
    runValidation(again, bad())
    expect(again.untouched).toBe(true)
  })

  test('lets go of what was mended, hold and exception', () => {
    const first = judge(bad()).draft.finish().after
    const mended = { ...first, order: { ...first.order, shippingAddress: address } }
    expect(judge({ ...bad(), state: mended })).toMatchObject({ failed: [], holds: [], exceptions: [] })
  })

  test('does not hold again what a person let go, until there is something new', () => {
    const first = judge(bad()).draft.finish().after
    const [hold] = first.holds
    const released = {
      ...first,
      holds: [{ ...hold!, releasedAt: '2026-11-23T11:00:00Z', releaseReasonCode: 'ADDRESS_VERIFIED' }],
    }
    expect(judge({ ...bad(), state: released }).holds).toStrictEqual([])
    const worse = {
      ...released,
      order: { ...released.order, shippingAddress: { ...address, postcode: 'SW1', city: null } },
    }
    expect(judge({ ...bad(), state: worse }).holds).toStrictEqual(['INCORRECT_ADDRESS'])
  })

  test('turns a hold for payment into one for a failed payment', () => {
    const first = judge(facts(unpaid)).draft.finish().after
    expect(judge({ ...facts(), state: { ...first, ...payment('FAILED') } })).toMatchObject({
      holds: ['PAYMENT_FAILED'],
      exceptions: ['PAYMENT_FAILED'],
    })
  })

  test('finds the item of a line whose SKU was unknown', () => {
    const of = facts({ lines: [lineOf({ id: 'line-1', stockItemId: null, sku: 'shop-mug' })] })
    const { failed, draft } = judge({ ...of, candidates: { 'line-1': 'item-mug' } })
    expect(failed).toStrictEqual([])
    expect(draft.state.lines[0]).toMatchObject({ stockItemId: 'item-mug', sku: 'MUG', channelSku: 'shop-mug' })
  })
})

test('nothing personal stands in messages and evidence', () => {
  const risk = { level: 'HIGH' as const, score: 1, provider: 'radar', reasons: ['Ada lives elsewhere'] }
  const { failedResults, draft } = judge(
    facts({ order: { risk, shippingAddress: { ...address, city: null, postcode: 'ZZ' } } }),
  )
  const told = JSON.stringify([failedResults, draft.state.holds, draft.state.exceptions])
  for (const personal of ['Ada', 'Main Street', 'ZZ']) expect(told).not.toContain(personal)
})
