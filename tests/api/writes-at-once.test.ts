import { expect, test } from 'vitest'
import { orderNumber } from '#domain/values/order-number'
import { channel, connector, openShop } from '../support/open-shop.ts'
import { orderInput } from '../support/order-input.ts'

const shop = await openShop()
await shop.stock('MUG', 1000)

const few = (count: number) => Array.from({ length: count }, (_, n) => n)
const placed = (count: number) =>
  shop.placeAll(few(count).map((n) => ({ lines: [{ sku: 'MUG', quantity: (n % 3) + 1 }] })))

test('forty releases at once: each caller is answered with its own order', async () => {
  const numbers = await placed(40)
  const answers = await Promise.all(numbers.map((number) => shop.order('releaseOrder', number)))
  expect(answers.map(({ order }) => [order.number, order.status, order.lines[0].allocated])).toEqual(
    numbers.map((number, n) => [number, 'RELEASED', (n % 3) + 1]),
  )
})

test('different mutations, refusals and authors at once: nobody is given, or refused, what is another’s', async () => {
  const numbers = await placed(12)
  await shop.order('releaseOrder', numbers[2]!)
  const hold = 'reason: MANUAL'
  const answers = await Promise.all(
    numbers.map((number, n) =>
      n % 2 === 0
        ? shop.order('releaseOrder', number, '', n % 4 === 0 ? connector : undefined)
        : shop.order('holdOrder', number, hold),
    ),
  )
  expect(answers.map(({ order, userErrors }) => [order.number, userErrors[0]?.code ?? 'done'])).toEqual(
    numbers.map((number, n) => [number, n === 2 ? 'ALREADY_DONE' : 'done']),
  )
  const authors = await Promise.all(
    numbers.map(async (number) => {
      const { order } = await shop.api.ask(
        `query ($number: String!) { order(number: $number) { events(last: 1) { nodes { type actor { name } } } } }`,
        { number },
      )
      return order.events.nodes[0]
    }),
  )
  const nameOf = (n: number) => authors[n].actor.name
  for (const n of [4, 8]) expect(nameOf(n)).toBe(nameOf(0))
  for (const n of [1, 3, 6, 10]) expect(nameOf(n)).not.toBe(nameOf(0))
})

test('the same order released twice at once is released once', async () => {
  const [number] = await placed(1)
  const answers = await Promise.all(few(5).map(() => shop.order('releaseOrder', number!)))
  expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual([
    ...few(4).map(() => 'ALREADY_DONE'),
    'done',
  ])
  expect((await shop.read(number!)).shipments).toHaveLength(1)
})

const imported = async (order: object, directive = '') =>
  (
    await shop.api.ask(
      `mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) ${directive} {
        results { outcome order { number references { kind value } } userErrors { code } } userErrors { code } } }`,
      { orders: [order] },
    )
  ).importOrders

const releasedBy = async (key: object) =>
  (
    await shop.api.ask(
      `mutation ($key: OrderKey!) { releaseOrder(order: $key) { order { number } userErrors { code message } } }`,
      { key },
    )
  ).releaseOrder

test('the same order named by reference and by number at once is released once, and names of no order are refused alone', async () => {
  const keys: object[] = [
    { reference: { system: channel, value: 'NAMED-NOWHERE' } },
    { number: orderNumber(9_999_999) },
  ]
  for (const n of few(6)) {
    const { results } = await imported(orderInput(channel, `NAMED-${n}`))
    const reference = { system: channel, value: `NAMED-${n}` }
    keys.push({ reference }, { reference }, { number: results[0].order.number }, { number: results[0].order.number })
  }
  const answers = await Promise.all(keys.map(releasedBy))
  for (const n of few(6)) {
    const four = answers.slice(2 + n * 4, 6 + n * 4)
    expect(new Set(four.map(({ order }) => order.number)).size).toBe(1)
    expect(four.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual([
      ...few(3).map(() => 'ALREADY_DONE'),
      'done',
    ])
  }
  for (const { order, userErrors } of answers.slice(0, 2)) {
    expect(order).toBeNull()
    expect(userErrors[0].code).toBe('NOT_FOUND')
  }
  expect(answers[0].userErrors[0].message).toContain('NAMED-NOWHERE')
  expect(answers[1].userErrors[0].message).toContain(orderNumber(9_999_999))
})

test('single imports at once, some of them twice and one of no channel: each order is there once, with a number of its own', async () => {
  const references = few(30).map((n) => `AT-ONCE-${n % 20}`)
  const answers = await Promise.all(
    references.map((reference, n) => imported(orderInput(channel, reference, n === 25 ? { channel: 'nowhere' } : {}))),
  )
  const results = answers.map(({ results: [result] }) => result)
  expect(results[25].outcome).toBe('REJECTED')
  const stored = results.flatMap((result, n) => (n === 25 ? [] : [{ ...result, reference: references[n] }]))
  for (const { order, reference } of stored)
    expect(order.references).toContainEqual({ kind: 'CHANNEL_ORDER', value: reference })
  expect(stored.map(({ outcome }) => outcome).sort()).toEqual([
    ...few(20).map(() => 'CREATED'),
    ...few(9).map(() => 'UNCHANGED'),
  ])
  expect(new Set(stored.map(({ order }) => order.number)).size).toBe(20)
})

test('two calls with one idempotency key at once do the work once', async () => {
  const answers = await Promise.all(
    few(6).map((n) => imported(orderInput(channel, `KEYED-${n % 3}`), `@idempotent(key: "keyed-${n % 3}")`)),
  )
  const created = answers.filter(({ results }) => results[0]?.outcome === 'CREATED')
  const inProgress = answers.filter(({ userErrors }) => userErrors[0]?.code === 'IDEMPOTENCY_IN_PROGRESS')
  expect(created.length + inProgress.length).toBe(6)
  expect(new Set(created.map(({ results }) => results[0].order.number)).size).toBe(3)
  await shop.intact()
})
