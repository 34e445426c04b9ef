import { describe, expect, test } from 'vitest'
import { connector, openShop } from '../support/open-shop.ts'

const shop = await openShop(['CANCELLATION_SYNC'])
await shop.stock('MUG', 50)
const whole = 'reason: CUSTOMER, refund: true'

test('a cancelled order gives its stock back, costs nothing, and what was paid is due', async () => {
  const before = await shop.level('MUG')
  const number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  await shop.order('releaseOrder', number)
  const { order, userErrors } = await shop.order('cancelOrder', number, whole)
  expect(userErrors).toEqual([])
  expect(order).toMatchObject({
    status: 'CANCELLED',
    total: { amount: '0.00' },
    originalTotal: { amount: '20.00' },
    balance: { amount: '-20.00' },
    lines: [{ cancelled: 2 }],
    exceptions: { nodes: [{ kind: 'REFUND_DUE', evidence: { amount: '20.00', currencyCode: 'GBP' } }] },
  })
  expect(await shop.level('MUG')).toEqual(before)
  expect((await shop.order('cancelOrder', number, whole)).userErrors[0]!.code).toBe('ALREADY_DONE')
})

test('a line is cancelled alone, and the total follows', async () => {
  const number = await shop.place([
    { sku: 'MUG', quantity: 2 },
    { sku: 'MUG', quantity: 1 },
  ])
  const lines = 'lines: [{ line: { reference: "1" }, quantity: 1 }]'
  const { order } = await shop.order('cancelOrder', number, `reason: INVENTORY, refund: false, ${lines}`)
  expect(order).toMatchObject({
    status: 'READY',
    total: { amount: '20.00' },
    lines: [{ open: 1, cancelled: 1 }, { open: 1 }],
  })
})

test('what is picked waits to be put back', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 3 }])
  await shop.packed(number)
  const before = await shop.level('MUG')
  const { order } = await shop.order('cancelOrder', number, whole)
  expect(order.shipments).toMatchObject([{ status: 'CANCELLED' }])
  expect(await shop.level('MUG')).toMatchObject({ picked: before.picked! - 3, putAway: before.putAway! + 3 })
})

test('what a carrier has is not cancelled', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  await shop.order('releaseOrder', number, 'lines: [{ line: { reference: "1" }, quantity: 1 }]')
  const { order } = await shop.read(number).then((read) => ({ order: read }))
  await shop.pick(order.shipments[0].number)
  await shop.shipment('packShipment', order.shipments[0].number)
  await shop.shipment('shipShipment', order.shipments[0].number)
  const both = 'reason: CUSTOMER, refund: false, lines: [{ line: { reference: "1" }, quantity: 2 }]'
  expect((await shop.order('cancelOrder', number, both)).userErrors[0]).toMatchObject({
    code: 'TOO_LATE_TO_CHANGE',
    details: { cancellable: 1, dispatched: 1 },
  })
  const rest = await shop.order('cancelOrder', number, whole)
  expect(rest.order).toMatchObject({ status: 'SHIPPED', lines: [{ shipped: 1, cancelled: 1 }] })
  expect((await shop.order('cancelOrder', number, whole)).userErrors[0]!.code).toBe('TOO_LATE_TO_CHANGE')
})

test('the cancellation of a person is sent to the channel, its own connector is not', async () => {
  const pushes = async (number: string) =>
    (await shop.api.ask('query ($n: String!) { order(number: $n) { channelPushes { fact state } } }', { n: number }))
      .order.channelPushes
  const ours = await shop.place([{ sku: 'MUG', quantity: 1 }])
  await shop.order('cancelOrder', ours, whole)
  expect(await pushes(ours)).toEqual([{ fact: 'CANCELLATION', state: 'REQUESTED' }])
  const theirs = await shop.place([{ sku: 'MUG', quantity: 1 }])
  await shop.order('cancelOrder', theirs, whole, connector)
  expect(await pushes(theirs)).toEqual([])
})

test('a cancellation that comes before its order waits for it, and the order never ships', async () => {
  const cancel = `mutation ($reference: String!) { cancelOrder(order: { reference: { system: "shop", value: $reference } }, reason: CUSTOMER, refund: false) {
    order { number } parked userErrors { code } } }`
  const reference = 'EARLY'
  const answer = { order: null, parked: true, userErrors: [] }
  expect((await shop.api.ask(cancel, { reference }, connector)).cancelOrder).toEqual(answer)
  expect((await shop.api.ask(cancel, { reference }, connector)).cancelOrder).toEqual(answer)
  const [parked] = (
    await shop.api.store.pool.query('select parked from channel_reference where reference = $1', [reference])
  ).rows
  expect(parked.parked).toHaveLength(1)
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }], { reference })
  expect(await shop.read(number)).toMatchObject({ status: 'CANCELLED', total: { amount: '0.00' } })
  expect((await shop.api.ask(cancel, { reference: 'NEVER' })).cancelOrder.userErrors[0].code).toBe('NOT_FOUND')
})

describe('a cancellation of a part that is sent twice', () => {
  const part = 'reason: CUSTOMER, refund: false, lines: [{ line: { reference: "1" }, quantity: 1 }]'
  const cancelled = async (number: string) => (await shop.read(number)).lines[0].cancelled

  test('cancels once by its reference, and again by another', async () => {
    const number = await shop.place([{ sku: 'MUG', quantity: 3 }])
    const cancel = (reference: string) => shop.order('cancelOrder', number, `${part}, reference: "${reference}"`)
    const { order } = await cancel('C1')
    expect(await cancel('C1')).toMatchObject({ userErrors: [], order: { version: order.version } })
    expect(await cancelled(number)).toBe(1)
    await cancel('C2')
    expect(await cancelled(number)).toBe(2)
  })

  test('cancels once while its order is not here yet, and after that', async () => {
    const reference = 'PARKED'
    const cancel = async (name: string) => {
      const { cancelOrder } = await shop.api.ask(
        `mutation { cancelOrder(order: { reference: { system: "shop", value: "${reference}" } }, ${part}, reference: "${name}") { userErrors { code } } }`,
        {},
        connector,
      )
      expect(cancelOrder.userErrors).toEqual([])
    }
    for (const name of ['C1', 'C2', 'C1']) await cancel(name)
    const number = await shop.place([{ sku: 'MUG', quantity: 3 }], { reference })
    await cancel('C1')
    expect(await cancelled(number)).toBe(2)
  })

  test('cancels nothing more where the channel showed it with the order', async () => {
    const [reference, lines] = ['SHOWN', [{ line: '1', quantity: 1 }]]
    const number = await shop.place([{ sku: 'MUG', quantity: 3 }], {
      reference,
      cancellations: [{ reference: 'C1', lines }],
    })
    await shop.order('cancelOrder', number, `${part}, reference: "C1"`, connector)
    expect(await cancelled(number)).toBe(1)
  })

  test('cancels nothing more where the channel showed its echo of ours', async () => {
    const payments = [{ reference: 'P-ECHO', status: 'PAID', amount: '30.00' }]
    const order = { reference: 'ECHO', updatedAt: '2026-11-20T10:00:00Z', payments }
    const number = await shop.place([{ sku: 'MUG', quantity: 3 }], order)
    await shop.order('cancelOrder', number, part)
    const cancellations = [{ reference: 'C1', lines: [{ line: '1', quantity: 1 }] }]
    await shop.place([{ sku: 'MUG', quantity: 3 }], { ...order, updatedAt: '2026-11-20T11:00:00Z', cancellations })
    await shop.order('cancelOrder', number, `${part}, reference: "C1"`, connector)
    expect(await cancelled(number)).toBe(1)
  })

  test('is refused by the version, and answered from its key', async () => {
    const number = await shop.place([{ sku: 'MUG', quantity: 3 }])
    const { version } = await shop.read(number)
    await shop.order('cancelOrder', number, `${part}, ifVersion: ${version}`)
    const again = await shop.order('cancelOrder', number, `${part}, ifVersion: ${version}`)
    expect(again.userErrors).toMatchObject([{ code: 'STALE_VERSION' }])
    const keyed = `mutation { cancelOrder(order: { number: "${number}" }, ${part}) @idempotent(key: "${number}") { userErrors { code } } }`
    for (const _ of [1, 2]) expect((await shop.api.ask(keyed)).cancelOrder.userErrors).toEqual([])
    expect(await cancelled(number)).toBe(2)
  })
})

test('the books are right', () => shop.intact())
