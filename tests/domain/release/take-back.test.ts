import { describe, expect, test } from 'vitest'
import { type CancelCommand, cancelOrder } from '#domain/decisions/cancel-order'
import { type UnreleaseCommand, unreleaseOrder } from '#domain/decisions/unrelease-order'
import { failed, House, holdOf, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, now } from '../../support/order-facts.ts'

const items = itemsOf({ MUG: { 'wh-north': 9 }, CUP: { 'wh-north': 9 } })
const mug = () => lineOf({ id: 'mug', quantity: 3 })
const cup = () => lineOf({ id: 'cup', position: 2, sku: 'CUP', stockItemId: 'item-cup', quantity: 2 })
const released = () => {
  const house = new House(factsOf({ lines: [mug(), cup()], items }))
  house.release()
  return house
}
const unrelease = (house: House, command: Partial<UnreleaseCommand> = {}) =>
  house.do((facts, moment) => unreleaseOrder(facts, { reasonCode: 'CUSTOMER_REQUEST', ...command }, moment))
const unreleaseRefused = (house: House, command: Partial<UnreleaseCommand> = {}) =>
  house.refused((facts, moment) => unreleaseOrder(facts, { reasonCode: 'CUSTOMER_REQUEST', ...command }, moment))[0]!
const cancelRefused = (house: House, command: Partial<CancelCommand> = {}) =>
  house.refused((facts, moment) => cancelOrder(facts, { reason: 'CUSTOMER', refund: false, ...command }, moment))[0]!

describe('an unrelease', () => {
  test('before picking gives everything back', () => {
    const house = released()
    const change = unrelease(house)
    expect(house.state.order).toMatchObject({ status: 'READY', releasedAt: null })
    expect(house.state.lines.map((line) => line.open)).toEqual([3, 2])
    expect(house.stock('MUG')).toMatchObject({ available: 9, committed: 0 })
    expect(house.state.shipments[0]!.status).toBe('CANCELLED')
    expect(change.events.map((event) => event.type)).toEqual([
      'SHIPMENT_WITHDRAWN',
      'ORDER_UNRELEASED',
      'ORDER_STATUS_CHANGED',
    ])
    house.release()
    expect(house.state.shipments.at(-1)!.number).toBe('CD-1-2')
  })

  test('of some units shrinks their shipment and leaves the rest committed', () => {
    const house = released()
    unrelease(house, { lines: [{ lineId: 'mug', quantity: 3 }] })
    expect(house.state.order).toMatchObject({ status: 'RELEASED', releasedAt: now })
    expect(house.state.shipmentLines.map((row) => [row.orderLineId, row.quantity])).toEqual([['cup', 2]])
  })

  test('a withdrawn shipment still shows what it was to carry', () => {
    const house = released()
    unrelease(house)
    expect(house.state.shipmentLines.map((row) => row.quantity)).toEqual([3, 2])
  })

  test('is refused once picking has begun, without a commitment, for too many units, or without a reason', () => {
    const house = released()
    expect(unreleaseRefused(house, { reasonCode: 'NONE' }).code).toBe('UNKNOWN_REASON_CODE')
    expect(unreleaseRefused(house, { lines: [{ lineId: 'cup', quantity: 3 }] }).code).toBe('QUANTITY_EXCEEDED')
    house.pick()
    expect(unreleaseRefused(house).code).toBe('TOO_LATE_TO_CHANGE')
    expect(unreleaseRefused(new House(factsOf())).code).toBe('INVALID_TRANSITION')
  })

  test('of an order of which a part is picked takes only what is named and planned', () => {
    const house = new House(factsOf({ lines: [mug(), cup()], items }))
    house.release({ lines: [{ lineId: 'mug', quantity: 3 }] })
    house.pick()
    house.release()
    expect(unreleaseRefused(house)).toMatchObject({
      code: 'TOO_LATE_TO_CHANGE',
      details: { picked: [{ line: 'mug' }] },
    })
    unrelease(house, { lines: [{ lineId: 'cup', quantity: 2 }] })
    expect(house.state.lines.map((line) => line.allocated)).toEqual([3, 0])
  })
})

describe('a cancelled order', () => {
  test('gives its stock back', () => {
    const house = released()
    house.cancel()
    expect(house.state.order).toMatchObject({ status: 'CANCELLED', customerStatus: 'CANCELLED', closedAt: now })
    expect(house.stock('MUG')).toMatchObject({ available: 9, committed: 0 })
    expect(house.state.shipments[0]!.status).toBe('CANCELLED')
  })

  test('that was picked leaves its goods to be put back', () => {
    const house = released()
    house.pick()
    house.pack()
    const change = house.cancel()
    expect(house.stock('CUP')).toMatchObject({ available: 7, picked: 0, putAway: 2 })
    const cancelled = change.events.find((event) => event.type === 'ORDER_CANCELLED')
    expect(cancelled!.data).toMatchObject({
      putAway: [
        { line: 'mug', quantity: 3 },
        { line: 'cup', quantity: 2 },
      ],
    })
  })

  test('costs nothing, and the ledger says so', () => {
    const change = released().cancel()
    expect(change.after.order).toMatchObject({ total: 0, originalTotal: 5000, paidTotal: 5000 })
    expect(change.ledger).toMatchObject([{ account: 'CANCELLATION', amount: -5000 }])
  })

  test('that was paid is due back to the buyer, where it is to be refunded', () => {
    const change = released().cancel()
    expect(change.after.exceptions).toMatchObject([
      { kind: 'REFUND_DUE', evidence: { amount: '50.00', currencyCode: 'GBP' } },
    ])
    const kept = released().do((facts, moment) => cancelOrder(facts, { reason: 'FRAUD', refund: false }, moment))
    expect(kept.after.exceptions).toEqual([])
  })

  test('is held by nothing, and its tip goes along', () => {
    const tip = lineOf({ id: 'tip', position: 3, kind: 'TIP', stockItemId: null, total: 300 })
    const house = new House(factsOf({ lines: [mug(), tip], items }))
    house.release()
    house.hold()
    house.cancel()
    expect(house.state.lines[1]).toMatchObject({ delivered: 0, cancelled: 1 })
    expect(house.state.order.total).toBe(0)
    expect(house.state.holds[0]).toMatchObject({ releaseReasonCode: 'NOTHING_LEFT' })
  })

  test('keeps a download that was delivered, and what it costs', () => {
    const song = lineOf({ id: 'song', position: 2, kind: 'DIGITAL', stockItemId: null, total: 500 })
    const house = new House(factsOf({ lines: [mug(), song], items }))
    house.release()
    house.cancel()
    expect(house.state.order).toMatchObject({ status: 'DELIVERED', total: 500 })
  })

  test('is sent to a channel that wants to know, and not to the connector that said it', () => {
    const facts = () => {
      const { channel, ...rest } = factsOf({ items })
      return { ...rest, channel: { ...channel, stages: ['CANCELLATION_SYNC'] } }
    }
    const told = new House(facts()).cancel()
    expect(told.after.pushes).toMatchObject([{ fact: 'CANCELLATION', state: 'REQUESTED', subjectType: 'Order' }])
    const echo = new House(facts()).do((f, moment) =>
      cancelOrder(
        f,
        { reason: 'CUSTOMER', refund: false },
        { ...moment, actor: { ...moment.actor, kind: 'CONNECTOR' } },
      ),
    )
    expect(echo.after.pushes).toEqual([])
  })

  test('cannot be cancelled again', () => {
    const house = released()
    house.cancel()
    expect(cancelRefused(house).code).toBe('ALREADY_DONE')
  })
})

describe('a cancellation of a part', () => {
  test('takes open units first, then the latest planned shipment', () => {
    const house = new House(factsOf({ lines: [mug()], items }))
    house.release({ lines: [{ lineId: 'mug', quantity: 1 }] })
    house.release({ lines: [{ lineId: 'mug', quantity: 1 }] })
    house.cancel([{ lineId: 'mug', quantity: 2 }])
    expect(house.state.lines[0]).toMatchObject({ open: 0, allocated: 1, cancelled: 2 })
    expect(house.state.shipments.map((shipment) => shipment.status)).toEqual(['PLANNED', 'CANCELLED'])
  })

  test('out of a packed shipment comes out of its package', () => {
    const house = released()
    house.pick()
    house.pack()
    house.cancel([{ lineId: 'mug', quantity: 1 }])
    expect(house.state.packages[0]!.contents.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['MUG', 2],
      ['CUP', 2],
    ])
    house.ship()
    expect(house.stock('MUG')).toMatchObject({ picked: 0, putAway: 1 })
    expect(house.state.order.status).toBe('SHIPPED')
  })

  test('of an order that is partly dispatched cancels what has not left', () => {
    const house = new House(factsOf({ lines: [mug(), cup()], items }))
    house.release({ lines: [{ lineId: 'mug', quantity: 3 }] })
    house.pick()
    house.pack()
    house.ship()
    expect(cancelRefused(house, { lines: [{ lineId: 'mug', quantity: 1 }] }).code).toBe('TOO_LATE_TO_CHANGE')
    house.cancel()
    expect(house.state.order.status).toBe('SHIPPED')
    expect(cancelRefused(house).code).toBe('TOO_LATE_TO_CHANGE')
  })

  test('of more than there is is refused', () => {
    expect(cancelRefused(released(), { lines: [{ lineId: 'cup', quantity: 3 }] })).toMatchObject({
      code: 'QUANTITY_EXCEEDED',
      field: ['lines', '0', 'quantity'],
    })
  })

  test('of the line that a rule found wrong lets the order pass', () => {
    const unknown = lineOf({ id: 'unknown', position: 2, sku: 'WHAT', stockItemId: null })
    const facts = factsOf({ lines: [mug(), unknown], items, order: { validation: [failed('sku-known', false)] } })
    facts.state.order.status = 'NEW'
    facts.state.order.deliveryMethod = 'PICKUP'
    facts.state.holds.push(holdOf({ reason: 'UNMAPPED_SKU', rule: 'sku-known', lineIds: ['unknown'] }))
    const house = new House(facts)
    house.cancel([{ lineId: 'unknown', quantity: 1 }])
    expect(house.state.order.status).toBe('READY')
    expect(house.state.holds[0]!.releasedAt).toBe(now)
  })
})
