import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../support/shop.ts'

// Who calls says a name, or a part of one: orders are found by their customer and by whom they go to.

let shop: Shop
const at = (name: string, postcode = 'SW1A 1AA') => ({
  shippingAddress: { name, lines: ['1 Main Street'], city: 'London', postcode, country: 'GB' },
})
const order = (customer: string, recipient: string) =>
  shop.order({ customer: { reference: `of ${customer}`, name: customer }, ...at(recipient) })

async function found(text: string, asker = {}): Promise<string[]> {
  const document =
    'query ($text: String!) { orders(filter: { search: $text }, first: 100) { nodes { customer { name } } } }'
  const { orders } = await shop.api.ask(document, { text }, asker)
  return orders.nodes.map(({ customer }: { customer: { name: string } }) => customer.name).sort()
}

beforeAll(async () => {
  shop = await openShop()
  await shop.send([
    order('Grace Brewster Hopper', 'Vincent Hopper'),
    order('Edsger Dijkstra', 'Ria Debets'),
    order('Łukasz Żółw', 'ŁUKASZ ŻÓŁW'),
    order('李小龙', '李小龙'),
    order('Мария Склодовская', 'Мария Склодовская'),
    order('Jo Li', 'Jo Li'),
    order('100% Cotton_Club \\ Co', 'Nobody'),
  ])
})

describe('a person is found', () => {
  test.each([
    ['how the name begins', 'grace b', 'Grace Brewster Hopper'],
    ['the family name', 'Hopper', 'Grace Brewster Hopper'],
    ['a part in the middle of a word', 'rewst', 'Grace Brewster Hopper'],
    ['words in any order', 'hopper grace', 'Grace Brewster Hopper'],
    ['words with more blanks between them', ' hopper \u00a0 grace ', 'Grace Brewster Hopper'],
    ['capitals', 'DIJKSTRA', 'Edsger Dijkstra'],
    ['a long word and a short one', 'edsger di', 'Edsger Dijkstra'],
    ['the one it is sent to', 'debets', 'Edsger Dijkstra'],
    ['two characters that it begins with', 'ed', 'Edsger Dijkstra'],
    ['two short words that it begins with', 'jo li', 'Jo Li'],
    ['small letters of other alphabets', 'łukasz', 'Łukasz Żółw'],
    ['their capitals', 'ŻÓŁW', 'Łukasz Żółw'],
    ['a part in Cyrillic', 'СКЛОД', 'Мария Склодовская'],
    ['a whole name in Chinese', '李小龙', '李小龙'],
    ['a family name of one character', '李', '李小龙'],
  ])('by %s', async (_, text, name) => {
    expect(await found(text)).toEqual([name])
  })
})

test('all words must be in one name', async () => {
  expect(await found('grace dijkstra')).toEqual([])
  expect(await found('brewster vincent')).toEqual([])
})

test('characters that mean something to the database mean themselves', async () => {
  expect(await found('100% cotton_club \\ co')).toEqual(['100% Cotton_Club \\ Co'])
  for (const text of ['gra%e', 'hop_er', '%%%', '___', '\\\\\\', 'hopper\\', 'hopper %', '{hopper}', '"hopper"']) {
    expect(await found(text), text).toEqual([])
  }
})

test('without the scope customers:read nothing is found by a person', async () => {
  for (const text of ['Hopper', 'debets', 'ed', '李', 'SW1A 1AA']) {
    const { orders } = await shop.api.ask(
      'query ($text: String!) { orders(filter: { search: $text }) { nodes { number } } }',
      { text },
      { role: 'reader' },
    )
    expect(orders.nodes, text).toEqual([])
  }
})

describe('when an order changes', () => {
  test('it is found by its new address and not by the old one', async () => {
    const moved = order('Radia Perlman', 'Old Recipient')
    await shop.bring(moved)
    expect(await found('recipient')).toEqual(['Radia Perlman'])
    const { userErrors } = await shop.mutate(
      'editShippingAddress',
      moved.reference,
      'address: {name: "Somebody Else", lines: ["2 High Street"], city: "Leeds", postcode: "ls1 1aa", country: "UK"}, reasonCode: "ADDRESS_CORRECTED"',
    )
    expect(userErrors).toEqual([])
    expect([await found('recipient'), await found('else'), await found('LS11AA')]).toEqual([
      [],
      ['Radia Perlman'],
      ['Radia Perlman'],
    ])
  })

  test('it is found by the corrected name of its customer', async () => {
    const { reference } = order('Babara Liskov', 'Somebody')
    await shop.bring({ ...order('Babara Liskov', 'Somebody'), reference })
    const args = 'customer: {name: "Barbara Liskov"}, reasonCode: "CUSTOMER_REQUEST"'
    expect((await shop.mutate('editCustomer', reference, args)).userErrors).toEqual([])
    expect([await found('babara'), await found('barbara')]).toEqual([[], ['Barbara Liskov']])
  })

  test('its status costs the search nothing: what is known of the recipient is not written again', async () => {
    const { reference } = order('Alan Turing', 'Joan Clarke')
    await shop.bring({ ...order('Alan Turing', 'Joan Clarke'), reference })
    const written = async () =>
      (
        await shop.api.store.pool.query(
          'select r.xmin::text as written from order_recipient r join "order" o on o."id" = r."orderId" where o."reference" = $1',
          [reference],
        )
      ).rows
    const before = await written()
    expect(before).toHaveLength(1)
    await shop.mutate('cancelOrder', reference, 'reason: CUSTOMER, refund: false')
    expect((await shop.read(reference)).status).toBe('CANCELLED')
    expect(await written()).toEqual(before)
  })

  test('a person whose name and address were erased is found no more', async () => {
    await shop.bring(order('Forgotten Person', 'Vanished Receiver'))
    expect([await found('forgotten'), await found('vanished')]).toEqual([['Forgotten Person'], ['Forgotten Person']])
    const { pool } = shop.api.store
    await pool.query(
      `update "order" set "shippingAddress" = null where "shippingAddress"->>'name' = 'Vanished Receiver'`,
    )
    await pool.query(`update customer set "name" = null where "name" = 'Forgotten Person'`)
    expect([await found('forgotten'), await found('vanished')]).toEqual([[], []])
    expect((await pool.query(`select from order_recipient where "name" like '%vanished%'`)).rowCount).toBe(0)
  })

  test('the books agree', async () => {
    const { integrity } = await shop.api.ask('{ integrity { checks { name ok sample } } }')
    expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
  })
})
