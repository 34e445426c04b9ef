import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancelOrder } from '#domain/decisions/cancel-order'
import { packShipment } from '#domain/decisions/pack-shipment'
import { CLOCK_TOLERANCE_MS, recordTracking, type Scan, TRACKING_EVENTS_LIMIT } from '#domain/decisions/record-tracking'
import type { OrderState } from '#domain/order/state'
import { foldTracking, shipmentStatusOf, trackingMeaning } from '#domain/shipment/fold-tracking'
import { type ShipmentStatus, type TrackingStatus, trackingStatuses } from '#domain/vocabulary'
import { House, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, now, onShipment, shipmentOf } from '../../support/order-facts.ts'

const at = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString()
const scan = (status: TrackingStatus, minutes: number, more: Partial<Scan> = {}): Scan => ({
  status,
  occurredAt: at(minutes),
  ...more,
})

const items = itemsOf({ MUG: { 'wh-north': 9 }, CUP: { 'wh-north': 9 } })
/** Three mugs in one package and two cups in another. */
const packed = () => {
  const cup = lineOf({ id: 'cup', position: 2, sku: 'CUP', stockItemId: 'item-cup', quantity: 2 })
  const house = new House(factsOf({ lines: [lineOf({ id: 'mug', quantity: 3 }), cup], items }))
  house.release()
  house.pick()
  const packages = [
    { contents: [{ sku: 'MUG', quantity: 3 }], carrier: 'acme', trackingNumber: 'M' },
    { contents: [{ sku: 'CUP', quantity: 2 }], carrier: 'acme', trackingNumber: 'C' },
  ]
  const shipmentId = house.state.shipments[0]!.id
  house.do((facts, moment) => packShipment(facts, { shipmentId, packages }, moment))
  return house
}
const shipped = () => {
  const house = packed()
  house.ship()
  return house
}
const both = (status: TrackingStatus, minutes: number) => [
  scan(status, minutes, { trackingNumber: 'M' }),
  scan(status, minutes, { trackingNumber: 'C' }),
]

describe('where a parcel stands', () => {
  const fold = (...scans: [TrackingStatus, number][]) =>
    foldTracking(
      scans.map(([status, minutes]) => ({ status, occurredAt: at(minutes), fingerprint: `${status}${minutes}` })),
    )
  test.each<[string, [TrackingStatus, number][], TrackingStatus]>([
    ['nothing was scans', [], 'UNKNOWN'],
    ['the label was announced', [['INFO_RECEIVED', 1]], 'INFO_RECEIVED'],
    [
      'the latest counts, not the last received',
      [
        ['IN_TRANSIT', 2],
        ['ACCEPTED', 1],
      ],
      'IN_TRANSIT',
    ],
    [
      'of the same minute, what says more',
      [
        ['OUT_FOR_DELIVERY', 1],
        ['ACCEPTED', 1],
      ],
      'OUT_FOR_DELIVERY',
    ],
    [
      'a word nobody knows changes nothing',
      [
        ['IN_TRANSIT', 1],
        ['UNKNOWN', 2],
      ],
      'IN_TRANSIT',
    ],
    [
      'an announcement after the parcel moved changes nothing',
      [
        ['IN_TRANSIT', 1],
        ['INFO_RECEIVED', 2],
      ],
      'IN_TRANSIT',
    ],
    [
      'delivered stands against a late routine scan',
      [
        ['DELIVERED', 1],
        ['IN_TRANSIT', 2],
      ],
      'DELIVERED',
    ],
    [
      'delivered is corrected by a return',
      [
        ['DELIVERED', 1],
        ['RETURNING', 2],
      ],
      'RETURNING',
    ],
    [
      'lost is corrected by any scan that saw it',
      [
        ['LOST', 1],
        ['IN_TRANSIT', 2],
      ],
      'IN_TRANSIT',
    ],
    [
      'lost stands against what saw nothing',
      [
        ['LOST', 1],
        ['DELAYED', 2],
      ],
      'LOST',
    ],
    [
      'back at the sender stands against all',
      [
        ['RETURNED_TO_SENDER', 1],
        ['DELIVERED', 2],
      ],
      'RETURNED_TO_SENDER',
    ],
    [
      'a failure is followed by another try',
      [
        ['FAILED', 1],
        ['OUT_FOR_DELIVERY', 2],
      ],
      'OUT_FOR_DELIVERY',
    ],
  ])('%s', (_, scans, status) => {
    expect(fold(...scans).status).toBe(status)
    expect(fold(...scans.toReversed()).status).toBe(status)
  })

  test('the first scan that a carrier made shows when it had the parcel', () => {
    expect(fold(['DELIVERED', 9], ['INFO_RECEIVED', 1], ['ACCEPTED', 3]).firstScan).toBe(at(3))
  })

  test('every tracking status says what it means', () => {
    for (const status of trackingStatuses) expect(trackingMeaning[status].rank).toBeGreaterThanOrEqual(0)
  })
})

describe('a shipment of several parcels', () => {
  test.each<[TrackingStatus[], ShipmentStatus]>([
    [['ACCEPTED', 'UNKNOWN'], 'SHIPPED'],
    [['DELIVERED', 'IN_TRANSIT'], 'IN_TRANSIT'],
    [['OUT_FOR_DELIVERY', 'IN_TRANSIT'], 'IN_TRANSIT'],
    [['DELIVERED', 'FAILED'], 'DELIVERY_FAILED'],
    [['IN_TRANSIT', 'DAMAGED'], 'DELIVERY_FAILED'],
    [['DELIVERED', 'RETURNING'], 'RETURNING'],
    [['DELIVERED', 'LOST'], 'LOST'],
    [['DELIVERED', 'RETURNED_TO_SENDER'], 'RETURNED_TO_SENDER'],
    [['DELIVERED', 'DELIVERED'], 'DELIVERED'],
  ])('%o is %s', (parcels, status) => {
    expect(shipmentStatusOf(parcels)).toBe(status)
    expect(shipmentStatusOf(parcels.toReversed())).toBe(status)
  })
})

describe("a carrier's word", () => {
  test('delivers what the delivered package holds', () => {
    const house = shipped()
    house.track([scan('DELIVERED', 60, { trackingNumber: 'M' })])
    expect(house.state.lines.map((line) => [line.delivered, line.shipped])).toEqual([
      [3, 0],
      [0, 2],
    ])
    expect(house.state.order).toMatchObject({ status: 'PARTIALLY_DELIVERED' })
    const change = house.track([scan('DELIVERED', 90, { trackingNumber: 'C' })])
    expect(house.state.order.status).toBe('DELIVERED')
    expect(house.state.shipments[0]).toMatchObject({ status: 'DELIVERED', deliveredAt: at(90) })
    expect(change.events.map((event) => event.type)).toContain('SHIPMENT_DELIVERED')
  })

  test('of a packed shipment means that it has it, and the stock leaves once', () => {
    const house = packed()
    const change = house.track([scan('ACCEPTED', -30, { trackingNumber: 'M' })])
    expect(house.state.order.status).toBe('SHIPPED')
    expect(house.state.shipments[0]).toMatchObject({ status: 'SHIPPED', shippedAt: at(-30) })
    expect(change.events.map((event) => event.type)).toContain('SHIPMENT_SHIPPED')
    expect(house.track([scan('IN_TRANSIT', 0, { trackingNumber: 'M' })]).movements).toEqual([])
    expect(house.stock('MUG')).toMatchObject({ available: 6, picked: 0 })
  })

  test('that only announces a parcel leaves a packed shipment here', () => {
    const house = packed()
    house.track([scan('INFO_RECEIVED', 0, { trackingNumber: 'M' })])
    expect(house.state.order.status).toBe('PACKED')
    expect(house.state.packages[0]!.status).toBe('INFO_RECEIVED')
  })

  test('that is repeated changes nothing', () => {
    const house = shipped()
    const told = [...both('IN_TRANSIT', 5), scan('DELIVERED', 9, { trackingNumber: 'M', reference: 'carrier-77' })]
    house.track(told)
    const again = recordTracking(house.facts, [house.state.shipments[0]!.id], told, house.at(at(10)))
    expect(again.events).toEqual([])
  })

  test('of a lost parcel opens a case, which closes when it is found', () => {
    const house = shipped()
    house.track([scan('LOST', 10, { trackingNumber: 'C' })])
    expect(house.state.lines[1]!.lost).toBe(2)
    expect(house.state.exceptions).toMatchObject([{ kind: 'PARCEL_LOST', status: 'OPEN' }])
    house.track([scan('IN_TRANSIT', 20, { trackingNumber: 'C' })])
    expect(house.state.lines[1]).toMatchObject({ lost: 0, shipped: 2 })
    expect(house.state.exceptions).toMatchObject([{ kind: 'PARCEL_LOST', status: 'RESOLVED' }])
  })

  test.each<[TrackingStatus, string, string]>([
    ['FAILED', 'DELIVERY_FAILED', 'SHIPPED'],
    ['DAMAGED', 'DELIVERY_FAILED', 'SHIPPED'],
    ['RETURNED_TO_SENDER', 'RETURNED_TO_SENDER', 'RETURNED'],
  ])('%s opens %s, and the order is %s', (status, kind, order) => {
    const house = shipped()
    house.track(both(status, 10))
    expect(house.state.exceptions.map((row) => row.kind)).toEqual([kind])
    expect(house.state.order.status).toBe(order)
  })

  test('of a shipment that was cancelled asks somebody to stop it', () => {
    const house = packed()
    house.do((facts, moment) => cancelOrder(facts, { reason: 'CUSTOMER', refund: false }, moment))
    house.track([scan('ACCEPTED', 1, { trackingNumber: 'M' })])
    expect(house.state.order.status).toBe('CANCELLED')
    expect(house.state.exceptions).toMatchObject([{ kind: 'CANCELLED_AFTER_DISPATCH' }])
  })

  test('of a shipment that the channel reported gives it a package', () => {
    const lines = [lineOf({ id: 'mug', shipped: 1 })]
    const shipments = [shipmentOf({ id: 's', origin: 'CHANNEL', status: 'SHIPPED', warehouseId: null })]
    const house = new House(factsOf({ lines, shipments, shipmentLines: [onShipment('s', 'mug', 1)], items }))
    house.track([scan('DELIVERED', 5, { trackingNumber: 'X' })])
    expect(house.state.packages).toMatchObject([{ trackingNumber: 'X', status: 'DELIVERED' }])
    expect(house.state.order.status).toBe('DELIVERED')
  })

  test('that comes after the channel said "delivered" does not bring the parcel back on its way', () => {
    const lines = [lineOf({ id: 'mug', delivered: 1 })]
    const shipments = [
      shipmentOf({ id: 's', origin: 'CHANNEL', status: 'DELIVERED', deliveredAt: at(3), shippedAt: at(1) }),
    ]
    const house = new House(factsOf({ lines, shipments, shipmentLines: [onShipment('s', 'mug', 1)], items }))
    house.facts.state.order.status = 'DELIVERED'
    house.track([scan('IN_TRANSIT', 4, { trackingNumber: 'X' })])
    expect(house.state.shipments[0]!.status).toBe('DELIVERED')
    expect(house.state.lines[0]!.delivered).toBe(1)
  })

  test('names a package by its tracking number, or the only one', () => {
    const house = shipped()
    const refused = (told: Scan) =>
      house.refused((facts, moment) => recordTracking(facts, [facts.state.shipments[0]!.id], [told], moment))[0]!
    expect(refused(scan('IN_TRANSIT', 1)).code).toBe('INVALID_INPUT')
    expect(refused(scan('IN_TRANSIT', 1, { trackingNumber: 'Z' }))).toMatchObject({
      code: 'NOT_FOUND',
      field: ['events', '0', 'trackingNumber'],
    })
    expect(refused(scan('IN_TRANSIT', CLOCK_TOLERANCE_MS / 60_000 + 1, { trackingNumber: 'M' })).code).toBe(
      'INVALID_INPUT',
    )
  })

  test('of what is not packed is refused, and so are endless scans', () => {
    const house = new House(factsOf({ lines: [lineOf({ id: 'mug' })], items }))
    house.release()
    const shipmentId = house.state.shipments[0]!.id
    const told = (count: number) => (facts: House['facts'], moment: Parameters<typeof recordTracking>[3]) =>
      recordTracking(
        facts,
        [shipmentId],
        Array.from({ length: count }, (_, n) => scan('IN_TRANSIT', n / 60)),
        moment,
      )
    expect(house.refused(told(1))[0]!.code).toBe('INVALID_TRANSITION')
    house.pick()
    house.pack()
    expect(house.refused(told(TRACKING_EVENTS_LIMIT + 1))[0]!.code).toBe('LIMIT_EXCEEDED')
  })
})

describe('the same scans in any order, however often and in however many calls, end in the same state', () => {
  const scans = fc.array(
    fc.record({
      status: fc.constantFrom(...trackingStatuses),
      minutes: fc.integer({ min: 0, max: 12 }),
      trackingNumber: fc.constantFrom('M', 'C'),
    }),
    { minLength: 1, maxLength: 10 },
  )
  const story = scans.chain((told) =>
    fc.tuple(
      fc.constant(told),
      fc.shuffledSubarray([...told, ...told], { minLength: told.length }),
      fc.integer({ min: 1, max: 4 }),
    ),
  )
  const final = ({ order, lines, shipments, packages, exceptions }: OrderState) => ({
    order: [order.status, order.customerStatus, order.closedAt === null],
    lines: lines.map(({ id, ...line }) => line),
    shipments: shipments.map(({ status, shippedAt, deliveredAt }) => ({ status, shippedAt, deliveredAt })),
    packages: packages.map(({ reference, status }) => ({ reference, status })),
    cases: exceptions.filter((row) => row.status !== 'RESOLVED').map((row) => [row.kind, row.evidence]),
  })

  test.each([
    ['after it was packed', packed],
    ['after it was shipped', shipped],
  ])('%s', (_, start) => {
    fc.assert(
      fc.property(story, ([told, shuffled, size]) => {
        const all = told.map(({ minutes, ...rest }) => ({ ...rest, occurredAt: at(minutes) }))
        const missing = told.filter((one) => !shuffled.includes(one))
        const other = [...shuffled, ...missing].map(({ minutes, ...rest }) => ({ ...rest, occurredAt: at(minutes) }))
        const inTurn = start()
        inTurn.track(all)
        const inParts = start()
        for (let n = 0; n < other.length; n += size) inParts.track(other.slice(n, n + size))
        const [a, b] = [final(inTurn.state), final(inParts.state)]
        expect({ ...b, cases: b.cases.sort() }).toEqual({ ...a, cases: a.cases.sort() })
        for (const house of [inTurn, inParts]) expect(house.stock('MUG').committed).toBe(0)
      }),
      { numRuns: 120 },
    )
  })
})
