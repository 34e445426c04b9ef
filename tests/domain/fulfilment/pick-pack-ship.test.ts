import { describe, expect, test } from 'vitest'
import { type PackCommand, packShipment } from '#domain/decisions/pack-shipment'
import { type ShipCommand, shipShipment } from '#domain/decisions/ship-shipment'
import { startPicking } from '#domain/decisions/start-picking'
import type { OrderFacts } from '#domain/order/state'
import { PACKAGES_LIMIT } from '#domain/shipment/packages'
import { House, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, momentOf, now } from '../../support/order-facts.ts'

const items = itemsOf({ MUG: { 'wh-north': 9, 'wh-south': 9 }, CUP: { 'wh-north': 9 } })
const lines = () => [
  lineOf({ id: 'mug', quantity: 3 }),
  lineOf({ id: 'cup', position: 2, sku: 'CUP', stockItemId: 'item-cup', quantity: 2 }),
]
const released = (stages: string[] = []) => {
  const facts = factsOf({ lines: lines(), items })
  const house = new House({ ...facts, channel: { ...facts.channel, stages } })
  house.release()
  return house
}
const picking = (stages?: string[]) => {
  const house = released(stages)
  house.pick()
  return house
}
const packed = (stages?: string[]) => {
  const house = picking(stages)
  house.pack()
  return house
}
const pack =
  (command: Partial<PackCommand>, house: House) => (facts: OrderFacts, moment: ReturnType<typeof momentOf>) =>
    packShipment(facts, { shipmentId: house.state.shipments[0]!.id, ...command }, moment)
const ship =
  (command: Partial<ShipCommand>, house: House) => (facts: OrderFacts, moment: ReturnType<typeof momentOf>) =>
    shipShipment(facts, { shipmentId: house.state.shipments[0]!.id, ...command }, moment)

describe('picking', () => {
  test('takes stock from committed to picked, on one pick list', () => {
    const house = released()
    const change = house.pick()
    expect(house.state.order.status).toBe('PICKING')
    expect(house.state.shipments[0]).toMatchObject({ status: 'PICKING', pickListId: 'pick-list', version: 2 })
    expect(house.stock('MUG')).toMatchObject({ committed: 0, picked: 3 })
    expect(change.events[0]).toMatchObject({ type: 'PICKING_STARTED', data: { pickList: 'PL-1' } })
  })

  const second = () => {
    const facts = structuredClone(released().facts)
    facts.state.order = { ...facts.state.order, id: 'order-2', number: 'CD-2' }
    return facts
  }
  const list = { id: 'pick-list', number: 'PL-1' }
  const whole = (...all: OrderFacts[]) => ({
    shipments: all.map((facts) => ({ facts, shipmentId: facts.state.shipments[0]!.id })),
    pickList: list,
  })

  test('of several orders is one decision with a change each', () => {
    const { changes, pickList } = startPicking(whole(released().facts, second()), momentOf())
    expect(changes.map((change) => change.after.order.number)).toEqual(['CD-1', 'CD-2'])
    expect(pickList).toEqual({ ...list, warehouseId: 'wh-north', createdAt: now })
  })

  test('of one shipment that cannot be picked refuses them all', () => {
    const held = second()
    held.state.shipments[0]!.status = 'PACKED'
    expect(() => startPicking(whole(released().facts, held), momentOf())).toThrow('is PACKED already')
  })

  test('is for one warehouse', () => {
    const elsewhere = second()
    elsewhere.state.shipments[0]!.warehouseId = 'wh-south'
    const house = released()
    const refusals = house.refused((facts, moment) => startPicking(whole(facts, elsewhere), moment))
    expect(refusals).toMatchObject([{ code: 'INVALID_INPUT', field: ['shipments', '1'] }])
  })

  test('two shipments of one order are one change', () => {
    const facts = factsOf({ lines: lines(), items })
    const house = new House(facts)
    house.release({ lines: [{ lineId: 'mug', quantity: 3 }] })
    house.release()
    const shipments = house.state.shipments.map(({ id }) => ({ facts: house.facts, shipmentId: id }))
    const { changes } = startPicking({ shipments, pickList: list }, momentOf())
    expect(changes).toHaveLength(1)
    expect(changes[0]!.after.order.status).toBe('PICKING')
  })
})

describe('packing', () => {
  test('without more said makes one package with everything', () => {
    const house = packed()
    expect(house.state.order.status).toBe('PACKED')
    expect(house.state.packages).toMatchObject([
      {
        reference: '1',
        contents: [
          { sku: 'MUG', quantity: 3 },
          { sku: 'CUP', quantity: 2 },
        ],
        label: { status: 'NONE' },
      },
    ])
  })

  test('into two packages says what each holds, and takes carriers and tracking numbers that are known', () => {
    const house = picking()
    house.do(
      pack(
        {
          packages: [
            { reference: 'box', contents: [{ sku: 'MUG', quantity: 3 }], carrier: 'acme', trackingNumber: 'T1' },
            { contents: [{ sku: 'CUP', quantity: 2, serials: ['s1', 's2'] }], weightGrams: 400 },
          ],
        },
        house,
      ),
    )
    expect(house.state.packages.map((row) => [row.reference, row.trackingNumber])).toEqual([
      ['box', 'T1'],
      ['2', null],
    ])
    expect(house.state.shipments[0]!.carrier).toBe('acme')
    expect(house.state.references).toMatchObject([{ system: 'acme', kind: 'TRACKING', value: 'T1' }])
  })

  test.each<[string, PackCommand['packages'], string, string[]]>([
    [
      'more than is there',
      [
        {
          contents: [
            { sku: 'MUG', quantity: 4 },
            { sku: 'CUP', quantity: 2 },
          ],
        },
      ],
      'QUANTITY_EXCEEDED',
      ['packages', '0', 'contents', '0', 'quantity'],
    ],
    [
      'what is not in it',
      [{ contents: [{ sku: 'HAT', quantity: 1 }] }],
      'QUANTITY_EXCEEDED',
      ['packages', '0', 'contents', '0', 'quantity'],
    ],
    ['less than is there', [{ contents: [{ sku: 'MUG', quantity: 3 }] }], 'INVALID_INPUT', ['packages']],
    [
      'no unit',
      [{ contents: [{ sku: 'MUG', quantity: 0 }] }],
      'INVALID_INPUT',
      ['packages', '0', 'contents', '0', 'quantity'],
    ],
    ['two packages without contents', [{}, {}], 'INVALID_INPUT', ['packages', '0', 'contents']],
    [
      'one reference twice',
      [
        { reference: 'a', contents: [{ sku: 'MUG', quantity: 3 }] },
        { reference: 'a', contents: [{ sku: 'CUP', quantity: 2 }] },
      ],
      'INVALID_INPUT',
      ['packages', '1', 'reference'],
    ],
    ['too many packages', Array.from({ length: PACKAGES_LIMIT + 1 }, () => ({})), 'LIMIT_EXCEEDED', ['packages']],
  ])('refuses %s', (_, packages, code, field) => {
    const house = picking()
    expect(house.refused(pack({ packages }, house))[0]).toMatchObject({ code, field })
  })

  test('needs picking first, and happens once', () => {
    const house = released()
    expect(house.refused(pack({}, house))[0]!.code).toBe('INVALID_TRANSITION')
    house.pick()
    house.pack()
    expect(house.refused(pack({}, house))[0]!.code).toBe('ALREADY_DONE')
  })
})

describe('shipping', () => {
  test('takes the stock out once and moves the units', () => {
    const house = packed()
    const change = house.ship()
    expect(house.state.order).toMatchObject({ status: 'SHIPPED', customerStatus: 'SHIPPED' })
    expect(house.state.lines.map((line) => line.shipped)).toEqual([3, 2])
    expect(house.stock('MUG')).toMatchObject({ available: 6, committed: 0, picked: 0 })
    expect(house.state.shipments[0]).toMatchObject({ status: 'SHIPPED', shippedAt: now })
    expect(change.events[0]!.type).toBe('SHIPMENT_SHIPPED')
    expect(house.refused(ship({}, house))[0]!.code).toBe('ALREADY_DONE')
  })

  test('notifies a channel that wants to know', () => {
    const house = packed(['TRACKING_PUSH'])
    const change = house.ship()
    const [push] = change.after.pushes
    expect(push).toMatchObject({ fact: 'SHIPMENT', state: 'REQUESTED', subjectType: 'Shipment' })
    expect(change.events).toContainEqual(
      expect.objectContaining({ type: 'CHANNEL_PUSH_REQUESTED', data: expect.objectContaining({ pushId: push!.id }) }),
    )
    expect(packed().ship().after.pushes).toEqual([])
  })

  test('says what is known only now of the packages', () => {
    const house = packed()
    house.do(ship({ packages: [{ carrier: 'acme', trackingNumber: 'T9', weightGrams: 900 }] }, house))
    expect(house.state.packages[0]).toMatchObject({ carrier: 'acme', trackingNumber: 'T9', weightGrams: 900 })
    expect(house.state.shipments[0]!.carrier).toBe('acme')
  })

  test.each<[string, Partial<ShipCommand>, string]>([
    ['in the future', { shippedAt: '2026-11-23T10:00:00.001Z' }, 'INVALID_INPUT'],
    ['before the order was placed', { shippedAt: '2026-11-01T00:00:00.000Z' }, 'INVALID_INPUT'],
    ['with a package that it has not', { packages: [{ reference: '7' }] }, 'NOT_FOUND'],
    ['with other contents than packed', { packages: [{ contents: [{ sku: 'MUG', quantity: 1 }] }] }, 'INVALID_INPUT'],
  ])('is refused %s', (_, command, code) => {
    const house = packed()
    expect(house.refused(ship(command, house))[0]!.code).toBe(code)
  })

  test('of an order on hold is refused at every step', () => {
    for (const step of [released, picking, packed]) {
      const house = step()
      house.hold()
      const next = { PLANNED: () => house.pick(), PICKING: () => house.pack(), PACKED: () => house.ship() } as const
      const status = house.state.shipments[0]!.status as keyof typeof next
      expect(() => next[status]()).toThrow('is on hold')
    }
  })
})
