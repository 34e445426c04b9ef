import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SnapshotPayment } from '#domain/input/snapshot'
import { applyPayment } from '#domain/intake/reports/payments'
import { Draft } from '#domain/order/draft'
import { factsOf, momentOf } from '../../support/order-facts.ts'

const said = (more: Partial<SnapshotPayment>): SnapshotPayment => ({
  reference: 'card',
  collectedBy: 'MERCHANT',
  status: 'PENDING',
  amount: 1000,
  authorized: 0,
  captured: 0,
  refunded: 0,
  ...more,
})

const messages: SnapshotPayment[] = [
  said({}),
  said({ status: 'AUTHORIZED', authorized: 1000 }),
  said({ status: 'FAILED' }),
  said({ status: 'PARTIALLY_PAID', captured: 400 }),
  said({ status: 'PAID', captured: 1000 }),
  said({ status: 'PARTIALLY_REFUNDED', captured: 1000, refunded: 300 }),
  said({ status: 'VOIDED' }),
]

function after(given: SnapshotPayment[]) {
  const draft = Draft.edit(factsOf({ payments: [], order: { paidTotal: 0 } }), momentOf())
  for (const message of given) applyPayment(draft, message)
  const [{ id: _, ...payment } = { id: '' }] = draft.state.payments
  return { draft, payment }
}

test('any order and any repetition of what is said of a payment ends the same', () => {
  fc.assert(
    fc.property(
      fc.subarray(messages, { minLength: 1 }).chain((some) =>
        fc.tuple(
          fc.constant(some),
          fc
            .array(fc.constantFrom(...some), { maxLength: 4 })
            .chain((again) => fc.shuffledSubarray([...some, ...again], { minLength: some.length + again.length })),
        ),
      ),
      ([some, shuffled]) => {
        expect(after(shuffled).payment).toStrictEqual(after(some).payment)
      },
    ),
  )
})

test('what is known already changes nothing', () => {
  const { draft } = after([messages[4]!])
  const before = draft.finish().after
  const again = Draft.edit({ ...factsOf(), state: before }, momentOf())
  expect(applyPayment(again, messages[4]!)).toBe(false)
  expect(again.untouched).toBe(true)
})

test('each step of the money is a transaction and an entry of the ledger', () => {
  const { draft } = after([messages[1]!, messages[3]!, messages[4]!])
  const change = draft.finish()
  expect(change.after.transactions.map(({ kind, amount }) => [kind, amount])).toStrictEqual([
    ['AUTHORIZATION', 1000],
    ['CAPTURE', 400],
    ['CAPTURE', 600],
  ])
  const captures = change.ledger.filter((entry) => entry.account === 'CAPTURE')
  expect(captures.map(({ amount, reference }) => [amount, reference])).toStrictEqual([
    [-400, 'card'],
    [-600, 'card'],
  ])
})
