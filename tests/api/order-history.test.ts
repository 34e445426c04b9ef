import { describe, expect, test } from 'vitest'
import { everyPart } from '#domain/order/parts'
import { rebuild } from '#domain/order/rebuild'
import { loadOrderFacts } from '#store/read/order-facts'
import { loadHistory } from '#store/read/order-history'
import { expectRebuilt, partsOf } from '../support/rebuilt.ts'
import { later, openShop } from '../support/shop.ts'

const shop = await openShop()
const { handle, prisma } = shop.api.store

const idOf = async (reference: string): Promise<string> =>
  (await prisma.order.findFirstOrThrow({ where: { reference }, select: { id: true } })).id
const partsNow = async (id: string) => partsOf((await loadOrderFacts(handle, [id], everyPart)).get(id)!.state)

/** As a build before left an order: nothing says where a history of it begins. */
const asBefore = (id: string) => prisma.order.update({ where: { id }, data: { historyFrom: null } })

const events = async (reference: string): Promise<{ type: string }[]> => (await shop.read(reference)).events.nodes

describe("an order's events", () => {
  test('rebuild it as it stood after each of its changes, whatever was done to it', async () => {
    const order = shop.order({
      customer: { name: 'Ada Buyer', email: 'ada@example.com' },
      lines: [
        { reference: '1', sku: 'MUG', title: 'Mug', quantity: 4, unitPrice: '10.00', properties: { Engraving: 'Ada' } },
        { reference: '2', sku: 'TEA', title: 'Tea', quantity: 2, unitPrice: '5.00' },
      ],
      payments: [{ reference: 'P-history', status: 'PAID', amount: '50.00' }],
    })
    const { reference } = order
    await shop.bring(order)
    const id = await idOf(reference)
    const stood = [await partsNow(id)]
    const did = async (what: Promise<{ userErrors?: unknown[] }>) => {
      expect((await what).userErrors ?? []).toEqual([])
      stood.push(await partsNow(id))
    }
    const mutate = (mutation: string, args: string) => did(shop.mutate(mutation, reference, args))
    await mutate('holdOrder', 'reason: MANUAL, note: "Ask Ada"')
    const [hold] = (await shop.read(reference)).holds
    await did(
      shop.api
        .ask(`mutation { releaseHold(holdId: "${hold.id}", reasonCode: "OTHER") { userErrors { message } } }`)
        .then((data) => data.releaseHold),
    )
    await mutate('releaseOrder', '')
    await mutate('cancelOrder', 'reason: CUSTOMER, refund: true')
    await did(shop.bring(later(order, { tags: ['late'] })))
    await did(
      shop.bring(
        later(
          order,
          { tags: ['late'], refunds: [{ reference: 'R1', amount: '50.00', lines: [{ line: '1', quantity: 4 }] }] },
          2,
        ),
      ),
    )

    const history = await loadHistory(handle, id)
    expect(history).toHaveLength(stood.length)
    for (const [index, then] of stood.entries()) expect(partsOf(rebuild(id, history.slice(0, index + 1)))).toEqual(then)
  })

  test('keep what names a person apart: erased, the order is rebuilt without it', async () => {
    const order = shop.order({ buyerNote: 'Leave it with Grace', customer: { name: 'Grace Buyer' } })
    await shop.bring(order)
    const id = await idOf(order.reference)
    const stored = await prisma.$queryRaw<
      { text: string }[]
    >`select "data"::text as text from event where "orderId" = ${id}::uuid`
    for (const { text } of stored) expect(text).not.toMatch(/Grace|SW1A/i)
    expect(rebuild(id, await loadHistory(handle, id)).order.buyerNote).toBe('Leave it with Grace')

    await prisma.$executeRaw`delete from event_personal p using event e where p."eventId" = e."id" and e."orderId" = ${id}::uuid`
    const { order: rebuilt, lines, customer } = rebuild(id, await loadHistory(handle, id))
    expect(rebuilt).toMatchObject({ buyerNote: null, shippingAddress: null, status: 'READY', total: 2000 })
    expect(lines).toMatchObject([{ sku: 'MUG', quantity: 2, open: 2 }])
    expect(customer).toMatchObject({ name: null })
    await asBefore(id)
  })

  test('of an order from before begin with a snapshot at its next change', async () => {
    const order = shop.order({ buyerNote: 'From before' })
    await shop.bring(order)
    const id = await idOf(order.reference)
    await asBefore(id)
    expect(await loadHistory(handle, id)).toEqual([])
    const before = await partsNow(id)

    const version = (await shop.read(order.reference)).version
    await shop.mutate('releaseOrder', order.reference, '')
    const trail = await events(order.reference)
    expect(trail.slice(version).map(({ type }) => type)).toEqual([
      'ORDER_SNAPSHOT',
      'ORDER_RELEASED',
      'SHIPMENT_PLANNED',
      'ORDER_STATUS_CHANGED',
    ])
    const history = await loadHistory(handle, id)
    expect(partsOf(rebuild(id, history))).toEqual(await partsNow(id))
    const opening = rebuild(id, history.slice(0, 1))
    expect(opening.order.buyerNote).toBe('From before')
    expect(partsOf({ ...opening, order: { ...opening.order, version, historyFrom: null } })).toEqual(before)

    await shop.mutate('unreleaseOrder', order.reference, 'reasonCode: "OTHER"')
    expect((await events(order.reference)).filter(({ type }) => type === 'ORDER_SNAPSHOT')).toHaveLength(1)
    expect(await expectRebuilt(handle)).toBeGreaterThan(0)
  })
})
