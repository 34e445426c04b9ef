import { beforeAll, describe, expect, test } from 'vitest'
import { holds, kinds, later, openShop, type Shop } from '../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const address = { name: 'Ada Lovelace', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' }
const typed = { ...address, postcode: 'SW1A 1A' }
const asInput = (value: object) => JSON.stringify(value).replace(/"([a-z]+)":/gi, '$1:')

describe('a newer snapshot', () => {
  test('applies what the channel changed, field by field, and records it', async () => {
    const order = shop.order({
      lines: [
        { reference: '1', sku: 'MUG', quantity: 2, unitPrice: '10.00' },
        { reference: '2', sku: 'TEA', quantity: 1, unitPrice: '5.00' },
      ],
      payments: [{ reference: 'M1', status: 'PAID', amount: '100.00' }],
    })
    await shop.bring(order)
    const { outcome, order: after } = await shop.bring(
      later(order, {
        lines: [
          { reference: '1', sku: 'MUG', quantity: 3, unitPrice: '9.00', title: 'A mug' },
          { reference: '3', sku: 'TEA', quantity: 2, unitPrice: '5.00' },
        ],
        shippingAddress: { ...address, city: 'Leeds', postcode: 'LS1 1AA' },
        shippingPrice: '4.00',
        discount: '1.00',
        tags: ['b', 'a', 'a'],
        customer: { reference: 'C1', name: 'Ada King', email: 'ada@example.org' },
      }),
    )
    expect(outcome).toBe('UPDATED')
    expect(after).toMatchObject({
      status: 'READY',
      shippingAddress: { city: 'Leeds', postcode: 'LS1 1AA' },
      customer: { name: 'Ada King' },
      tags: ['a', 'b'],
      total: { amount: '40.00' },
      originalTotal: { amount: '25.00' },
      lines: [
        { reference: '1', title: 'A mug', quantity: 3, open: 3, total: { amount: '27.00' } },
        { reference: '3', quantity: 2, open: 2, total: { amount: '10.00' } },
      ],
    })
    const [{ changes }] = after.events.nodes.filter((event: { type: string }) => event.type === 'ORDER_UPDATED')
    expect(changes.map((change: { field: string }) => change.field).sort()).toStrictEqual([
      'customer',
      'discount',
      'lines.1.quantity',
      'lines.1.title',
      'lines.1.total',
      'lines.2',
      'lines.3',
      'shippingAddress',
      'shippingPrice',
      'tags',
    ])
    expect(sum(after.ledger.nodes)).toBe(Number(after.balance.amount))
  })

  test('leaves alone what was mended here and the channel did not touch', async () => {
    const order = shop.order({ shippingAddress: typed })
    expect(holds((await shop.bring(order)).order)).toStrictEqual(['INCORRECT_ADDRESS'])
    const { order: mended } = await shop.mutate(
      'editShippingAddress',
      order.reference,
      `address: ${asInput(address)}, reasonCode: "ADDRESS_CORRECTED"`,
    )
    expect([mended.status, holds(mended), kinds(mended)]).toStrictEqual(['READY', [], []])
    const { order: after } = await shop.bring(later(order, { tags: ['vip'] }))
    expect(after).toMatchObject({ status: 'READY', tags: ['vip'], shippingAddress: { postcode: 'SW1A 1AA' } })
    expect(kinds(after)).toStrictEqual([])
  })

  test('asks a person where both sides changed the same field, and keeps ours', async () => {
    const order = shop.order({
      shippingAddress: typed,
      lines: [{ reference: '1', sku: 'MUG', quantity: 2, unitPrice: '10.00' }],
    })
    await shop.bring(order)
    await shop.mutate(
      'editShippingAddress',
      order.reference,
      `address: ${asInput(address)}, reasonCode: "ADDRESS_CORRECTED"`,
    )
    const { order: after } = await shop.bring(
      later(order, { shippingAddress: { ...typed, postcode: 'LS1 1AA', city: 'Leeds' } }),
    )
    expect(after.shippingAddress).toMatchObject({ city: 'London', postcode: 'SW1A 1AA' })
    const [conflict] = after.exceptions.nodes
    expect(conflict).toMatchObject({ kind: 'ORDER_CHANGED', evidence: { fields: [{ field: 'shippingAddress' }] } })
    expect(JSON.stringify(conflict)).not.toContain('LS1')
    // The channel's word has been recorded: it is no conflict again.
    expect(
      (
        await shop.bring(
          later(order, { shippingAddress: { ...typed, postcode: 'LS1 1AA', city: 'Leeds' }, tags: ['x'] }, 2),
        )
      ).order.shippingAddress.city,
    ).toBe('London')
  })

  test('in another currency is rejected', async () => {
    const order = shop.order()
    await shop.bring(order)
    const { results } = await shop.send([later(order, { currency: 'EUR' })])
    expect(results[0]).toMatchObject({ outcome: 'REJECTED', userErrors: [{ code: 'CURRENCY_MISMATCH' }] })
  })

  test('of an order that was cancelled here adds nothing that could ship', async () => {
    const order = shop.order()
    await shop.bring(order)
    await shop.mutate('cancelOrder', order.reference, 'reason: CUSTOMER, refund: false')
    const lines = [
      { reference: '1', sku: 'MUG', quantity: 4, unitPrice: '10.00' },
      { reference: '2', sku: 'TEA', quantity: 1, unitPrice: '1.00' },
    ]
    const { order: after } = await shop.bring(later(order, { lines }))
    expect(after).toMatchObject({
      status: 'CANCELLED',
      lines: [
        { quantity: 4, cancelled: 4 },
        { quantity: 1, cancelled: 1 },
      ],
    })
  })
})

describe('an edit that comes after release', () => {
  const released = async (more = {}) => {
    const order = shop.order({
      lines: [
        { reference: '1', sku: 'MUG', quantity: 3, unitPrice: '10.00' },
        { reference: '2', sku: 'TEA', quantity: 1, unitPrice: '5.00' },
      ],
      payments: [{ reference: 'M2', status: 'PAID', amount: '100.00' }],
      ...more,
    })
    await shop.bring(order)
    const { userErrors } = await shop.mutate('releaseOrder', order.reference, '')
    expect(userErrors).toStrictEqual([])
    return order
  }
  const edited = (order: Awaited<ReturnType<typeof released>>) =>
    later(order, {
      tags: ['applies'],
      lines: [{ reference: '1', sku: 'MUG', quantity: 1, unitPrice: '10.00' }],
      shippingAddress: { ...address, city: 'Leeds', postcode: 'LS1 1AA' },
    })

  test('waits, and is reported; what touches no fulfilment applies at once', async () => {
    const order = await released()
    const { order: after } = await shop.bring(edited(order))
    expect(after).toMatchObject({
      status: 'RELEASED',
      tags: ['applies'],
      shippingAddress: { city: 'London' },
      lines: [{ quantity: 3 }, { quantity: 1 }],
    })
    expect(after.pendingChange.changes.map((change: { field: string }) => change.field).sort()).toStrictEqual([
      'lines.1.quantity',
      'lines.1.total',
      'lines.2',
      'shippingAddress',
    ])
    expect(kinds(after)).toStrictEqual(['ORDER_CHANGED'])
    expect((await shop.bring(edited(order))).outcome).toBe('UNCHANGED')
  })

  test('is applied when a person accepts it: planned units are given back', async () => {
    const order = await released()
    const before = await shop.stock('MUG')
    await shop.bring(edited(order))
    const { order: after, userErrors } = await shop.mutate(
      'decideOrderChange',
      order.reference,
      'accept: true, reasonCode: "CUSTOMER_REQUEST"',
    )
    expect(userErrors).toStrictEqual([])
    expect(after).toMatchObject({
      pendingChange: null,
      shippingAddress: { city: 'Leeds' },
      total: { amount: '10.00' },
      lines: [
        { reference: '1', quantity: 1, allocated: 1 },
        { reference: '2', quantity: 1, allocated: 0, cancelled: 1 },
      ],
    })
    expect(kinds(after)).not.toContain('ORDER_CHANGED')
    expect((await shop.stock('MUG')).committed).toBe(before.committed! - 2)
    expect(sum(after.ledger.nodes)).toBe(Number(after.balance.amount))
  })

  test('changes nothing when a person declines it, and does not come again', async () => {
    const order = await released()
    await shop.bring(edited(order))
    const { order: after } = await shop.mutate(
      'decideOrderChange',
      order.reference,
      'accept: false, reasonCode: "TOO_LATE"',
    )
    expect(after).toMatchObject({
      pendingChange: null,
      shippingAddress: { city: 'London' },
      lines: [{ quantity: 3 }, { quantity: 1 }],
    })
    const { order: again } = await shop.bring({
      ...edited(order),
      updatedAt: '2026-11-20T15:00:00Z',
      tags: ['applies', 'more'],
    })
    expect(again.pendingChange).toBeNull()
    expect(
      (await shop.mutate('decideOrderChange', order.reference, 'accept: true, reasonCode: "CUSTOMER_REQUEST"'))
        .userErrors[0].code,
    ).toBe('ALREADY_DONE')
  })

  test('is gone when the channel takes it back', async () => {
    const order = await released()
    await shop.bring(edited(order))
    const { order: after } = await shop.bring(later(order, {}, 3))
    expect(after.pendingChange).toBeNull()
    expect(kinds(after)).toStrictEqual([])
  })

  test('cannot be accepted any more when what it takes off is picked', async () => {
    const order = await released()
    await shop.bring(edited(order))
    const { shipments } = await shop.read(order.reference)
    await shop.api.ask(
      `mutation ($n: String!) { startPicking(shipments: [{number: $n}]) { userErrors { message } } }`,
      { n: shipments[0].number },
    )
    const { order: after, userErrors } = await shop.mutate(
      'decideOrderChange',
      order.reference,
      'accept: true, reasonCode: "CUSTOMER_REQUEST"',
    )
    expect(userErrors[0].code).toBe('TOO_LATE_TO_CHANGE')
    expect(after).toMatchObject({
      pendingChange: { changes: expect.any(Array) },
      lines: [{ quantity: 3 }, { quantity: 1 }],
    })
  })
})

const sum = (entries: { amount: { amount: string } }[]): number =>
  entries.reduce((total, entry) => total + Math.round(Number(entry.amount.amount) * 100), 0) / 100

test('afterwards every invariant of the books holds', async () => {
  const { integrity } = await shop.api.ask('{ integrity { ok checks { name ok violations sample } } }')
  expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
})
