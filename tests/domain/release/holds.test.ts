import { describe, expect, test } from 'vitest'
import { decideCancellation } from '#domain/decisions/decide-cancellation'
import { ACTIVE_HOLDS_LIMIT, type HoldCommand, holdOrder, releaseHold } from '#domain/decisions/hold-order'
import { Draft } from '#domain/order/draft'
import { liftHold, placeHold, RULE_PASSED } from '#domain/order/holds'
import type { CancellationRequestRow } from '#domain/rows/case-rows'
import { House, holdOf, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, momentOf, now } from '../../support/order-facts.ts'

const items = itemsOf({ MUG: { 'wh-north': 9 } })
const house = (given: Parameters<typeof factsOf>[0] = {}) =>
  new House(factsOf({ lines: [lineOf({ id: 'mug', quantity: 3 })], items, ...given }))
const hold = (target: House, command: Partial<HoldCommand> = {}) =>
  target.do((facts, moment) => holdOrder(facts, { reason: 'MANUAL', ...command }, moment))
const holdRefused = (target: House, command: Partial<HoldCommand> = {}) =>
  target.refused((facts, moment) => holdOrder(facts, { reason: 'MANUAL', ...command }, moment))[0]!

describe('a hold', () => {
  test('stops what is committed and keeps its stock', () => {
    const target = house()
    target.release()
    const change = hold(target, { note: 'Ask Ada' })
    expect(target.state.lines[0]!.allocated).toBe(3)
    expect(change.events[0]).toMatchObject({
      type: 'ORDER_HELD',
      data: { reason: 'MANUAL', keepsStock: true },
      changes: [{ field: 'note', after: 'Ask Ada', personal: true }],
    })
    expect(target.state.order.status).toBe('RELEASED')
    expect(() => target.pick()).toThrow('on hold')
  })

  test('that does not keep stock gives back what is not picked', () => {
    const target = house()
    target.release()
    const change = hold(target, { keepsStock: false })
    expect(target.stock('MUG').available).toBe(9)
    expect(target.state.order).toMatchObject({ status: 'READY', releasedAt: null })
    expect(change.events.map((event) => event.type)).toContain('ORDER_UNRELEASED')
  })

  test('coexists with others of another reason or other lines, and not with its like', () => {
    const target = house()
    hold(target)
    hold(target, { reason: 'HIGH_RISK_OF_FRAUD' })
    hold(target, { lineIds: ['mug'] })
    expect(target.state.holds).toHaveLength(3)
    expect(holdRefused(target)).toMatchObject({ code: 'ALREADY_DONE', details: { holdId: target.state.holds[0]!.id } })
  })

  test('is refused where nothing is left to hold, in the past, or beyond the limit', () => {
    expect(holdRefused(house({ lines: [lineOf({ id: 'x', shipped: 1 })] })).code).toBe('INVALID_TRANSITION')
    expect(holdRefused(house(), { expiresAt: now }).code).toBe('INVALID_INPUT')
    const many = Array.from({ length: ACTIVE_HOLDS_LIMIT }, (_, n) => holdOf({ id: `h${n}`, rule: `rule-${n}` }))
    expect(holdRefused(house({ holds: many })).code).toBe('LIMIT_EXCEEDED')
  })

  test('is released once, with a reason that explains it', () => {
    const target = house({ holds: [holdOf()] })
    const release =
      (reasonCode: string, holdId = 'hold') =>
      (facts: typeof target.facts, moment: ReturnType<typeof momentOf>) =>
        releaseHold(facts, { holdId, reasonCode }, moment)
    expect(target.refused(release('RECEIPT'))[0]!.code).toBe('UNKNOWN_REASON_CODE')
    expect(target.refused(release('OTHER', 'nobody'))[0]!.code).toBe('NOT_FOUND')
    const change = target.do(release('CUSTOMER_CONFIRMED'))
    expect(change.events[0]).toMatchObject({ type: 'HOLD_RELEASED', reasonCode: 'CUSTOMER_CONFIRMED' })
    expect(target.refused(release('OTHER'))[0]!.code).toBe('ALREADY_DONE')
  })
})

describe('the hold of a rule', () => {
  const draft = () => Draft.edit(factsOf(), momentOf())
  const place = (on: Draft, seen: string) =>
    placeHold(on, { reason: 'INCORRECT_ADDRESS', rule: 'address', evidence: { missing: seen } })

  test('is there once, with what the rule saw last', () => {
    const on = draft()
    place(on, 'postcode')
    place(on, 'city')
    expect(on.state.holds).toMatchObject([{ evidence: { missing: 'city' } }])
  })

  test('returns after the rule lifted it', () => {
    const on = draft()
    place(on, 'postcode')
    expect(liftHold(on, 'address')).toBe(1)
    expect(on.state.holds[0]!.releaseReasonCode).toBe(RULE_PASSED)
    expect(place(on, 'postcode')).not.toBeNull()
  })

  test('returns after a person released it only on something new', () => {
    const on = draft()
    liftHold(on, place(on, 'postcode')!.id, { reasonCode: 'ADDRESS_VERIFIED' })
    expect(place(on, 'postcode')).toBeNull()
    expect(place(on, 'city')).not.toBeNull()
  })
})

describe('a request to cancel', () => {
  const request: CancellationRequestRow = {
    id: 'request',
    orderId: 'order',
    reference: null,
    lines: [],
    reason: null,
    requestedAt: now,
    respondBy: null,
    accepted: null,
    decidedAt: null,
  }
  const asked = () => house({ cancellationRequests: [request], holds: [holdOf({ reason: 'CANCEL_REQUESTED' })] })
  const decide =
    (accept: boolean, reasonCode?: string) => (facts: House['facts'], moment: ReturnType<typeof momentOf>) =>
      decideCancellation(facts, { requestId: 'request', accept, reasonCode }, moment)

  test('that is accepted cancels what has not left', () => {
    const target = asked()
    target.do(decide(true))
    expect(target.state.order.status).toBe('CANCELLED')
    expect(target.state.cancellationRequests[0]).toMatchObject({ accepted: true, decidedAt: now })
    expect(target.state.holds[0]!.releasedAt).toBe(now)
    expect(target.refused(decide(false, 'TOO_LATE'))[0]!.code).toBe('ALREADY_DONE')
  })

  test('that is declined lets the order go on, and needs a reason', () => {
    const target = asked()
    expect(target.refused(decide(false))[0]!.code).toBe('REASON_REQUIRED')
    const change = target.do(decide(false, 'TOO_LATE'))
    expect(change.events.map((event) => event.type)).toEqual(['CANCELLATION_DECIDED', 'HOLD_RELEASED'])
    expect(target.state.order.status).toBe('READY')
    target.release()
  })

  test('for what has left cannot be accepted', () => {
    const target = house({ cancellationRequests: [request], lines: [lineOf({ id: 'x', shipped: 1 })] })
    expect(target.refused(decide(true))[0]!.code).toBe('TOO_LATE_TO_CHANGE')
  })
})
