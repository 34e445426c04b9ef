import { describe, expect, test } from 'vitest'
import { allowedActions } from '#domain/decisions/allowed-actions'
import { cancelOrder } from '#domain/decisions/cancel-order'
import { decideCancellation } from '#domain/decisions/decide-cancellation'
import { editShippingAddress } from '#domain/decisions/edit-shipping-address'
import { holdOrder, releaseHold } from '#domain/decisions/hold-order'
import { packShipment } from '#domain/decisions/pack-shipment'
import { releaseOrder } from '#domain/decisions/release-order'
import { shipShipment } from '#domain/decisions/ship-shipment'
import { startPicking } from '#domain/decisions/start-picking'
import { substituteItem } from '#domain/decisions/substitute-item'
import { unreleaseOrder } from '#domain/decisions/unrelease-order'
import type { Moment } from '#domain/moment'
import type { OrderFacts } from '#domain/order/state'
import { Refusal } from '#domain/problems'
import type { OrderAction } from '#domain/vocabulary'
import { failed, House, holdOf, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, now } from '../../support/order-facts.ts'

const scopes = new Set(['orders:read', 'orders:write'])
const items = itemsOf({ MUG: { 'wh-north': 9 }, CUP: { 'wh-north': 9 } })
const lines = () => [lineOf({ id: 'mug', quantity: 3 }), lineOf({ id: 'theirs', position: 2, fulfilledBy: 'CHANNEL' })]
const start = (given: Parameters<typeof factsOf>[0] = {}) => new House(factsOf({ lines: lines(), items, ...given }))
const request = {
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

/** Every stand that an order can be in, as far as these mutations make a difference. */
const stands: Record<string, () => House> = {
  ready: () => start(),
  'not validated': () => start({ order: { status: 'NEW', validation: [failed('payment', false)] } }),
  'not validated, overridable': () => start({ order: { status: 'NEW', validation: [failed('fraud', true)] } }),
  'before its time': () => start({ order: { notBefore: '2026-12-24T00:00:00.000Z' } }),
  'on hold': () => start({ holds: [holdOf()] }),
  'on a hold that is over': () => start({ holds: [holdOf({ expiresAt: '2026-11-01T00:00:00.000Z' })] }),
  'one line on hold': () => start({ holds: [holdOf({ lineIds: ['mug'] })] }),
  'asked to cancel': () => start({ holds: [holdOf({ reason: 'CANCEL_REQUESTED' })], cancellationRequests: [request] }),
  'only of the channel': () => start({ lines: [lineOf({ id: 'theirs', fulfilledBy: 'CHANNEL' })] }),
  'released in part': () => after('ready', (house) => house.release({ lines: [{ lineId: 'mug', quantity: 1 }] })),
  released: () => after('ready', (house) => house.release()),
  'released, then held': () => after('released', (house) => house.hold()),
  picking: () => after('released', (house) => house.pick()),
  'picking, then held': () => after('picking', (house) => house.hold()),
  packed: () => after('picking', (house) => house.pack()),
  'packed, then held': () => after('packed', (house) => house.hold()),
  'shipped in part': () => after('released in part', (house) => [house.pick(), house.pack(), house.ship()]),
  shipped: () => after('packed', (house) => house.ship()),
  delivered: () => after('shipped', (house) => house.track([{ status: 'DELIVERED', occurredAt: now }])),
  'sent back': () => after('shipped', (house) => house.track([{ status: 'RETURNED_TO_SENDER', occurredAt: now }])),
  lost: () => after('shipped', (house) => house.track([{ status: 'LOST', occurredAt: now }])),
  cancelled: () => after('ready', (house) => house.cancel()),
  'cancelled while packed': () => after('packed', (house) => house.cancel()),
}
const after = (stand: string, step: (house: House) => unknown): House => {
  const house = stands[stand]!()
  step(house)
  return house
}

/** Each mutation with the arguments that ask the least of the order. */
const attempts: Partial<Record<OrderAction, (facts: OrderFacts, moment: Moment) => unknown>> = {
  HOLD: (facts, moment) => holdOrder(facts, { reason: 'OTHER' }, moment),
  RELEASE_HOLD: (facts, moment) =>
    anyOf(facts.state.holds, ({ id }) => releaseHold(facts, { holdId: id, reasonCode: 'OTHER' }, moment)),
  RELEASE: (facts, moment) => releaseOrder(facts, { policy: 'AVAILABLE', overrideReasonCode: 'OTHER' }, moment),
  UNRELEASE: (facts, moment) =>
    anyOf(facts.state.shipmentLines, ({ orderLineId: lineId, quantity }) =>
      unreleaseOrder(facts, { reasonCode: 'OTHER', lines: [{ lineId, quantity }] }, moment),
    ),
  CANCEL: (facts, moment) => cancelOrder(facts, { reason: 'OTHER', refund: false }, moment),
  DECIDE_CANCELLATION: (facts, moment) =>
    decideCancellation(facts, { requestId: 'request', accept: false, reasonCode: 'OTHER' }, moment),
  EDIT_SHIPPING_ADDRESS: (facts, moment) =>
    editShippingAddress(facts, { address: { lines: ['1 Main Street'], country: 'GB' }, reasonCode: 'OTHER' }, moment),
  SUBSTITUTE_ITEM: (facts, moment) =>
    substituteItem(
      facts,
      { lineId: facts.state.lines[0]!.id, sku: 'CUP', item: items['item-cup'], reasonCode: 'OTHER' },
      moment,
    ),
  START_PICKING: (facts, moment) =>
    anyOf(facts.state.shipments, ({ id }) =>
      startPicking({ shipments: [{ facts, shipmentId: id }], pickList: { id: 'pl', number: 'PL-1' } }, moment),
    ),
  PACK: (facts, moment) => anyOf(facts.state.shipments, ({ id }) => packShipment(facts, { shipmentId: id }, moment)),
  SHIP: (facts, moment) => anyOf(facts.state.shipments, ({ id }) => shipShipment(facts, { shipmentId: id }, moment)),
}

/** Accepted for one of them; refused as the last of them was. */
function anyOf<T>(rows: T[], attempt: (row: T) => unknown): unknown {
  let last: unknown = new Refusal()
  for (const row of rows) {
    try {
      return attempt(row)
    } catch (error) {
      last = error
    }
  }
  throw last
}

const isAccepted = (house: House, action: OrderAction): boolean => {
  try {
    attempts[action]!(house.facts, house.at(now))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

describe('what an order offers is what its mutations accept', () => {
  test.each(Object.keys(stands))('%s', (stand) => {
    const house = stands[stand]!()
    const offered = allowedActions(house.state, scopes, now)
    const tried = Object.keys(attempts) as OrderAction[]
    expect(offered.filter((action) => tried.includes(action)).sort()).toEqual(
      tried.filter((action) => isAccepted(house, action)).sort(),
    )
  })

  test('without the right to write nothing is offered', () => {
    expect(allowedActions(start().state, new Set(['orders:read']), now)).toEqual([])
  })

  test('an edit of the channel that waits can be decided', () => {
    const pendingChange = { receivedAt: now, updatedAt: null, input: {}, changes: [] }
    expect(allowedActions(start({ order: { pendingChange } }).state, scopes, now)).toContain('DECIDE_CHANGE')
    expect(allowedActions(start().state, scopes, now)).not.toContain('DECIDE_CHANGE')
  })
})
