import { expect, test } from 'vitest'
import { fastPath } from '../support/fast-path.ts'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 100)
// Each question once: a second answer of another moment would differ for good reason.
Object.assign(shop.api.compared, { withGraphqlJs: false, withPrisma: false })

// biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for
type Answer = any

const account = 'balance { amount } ledger(first: 100) { nodes { amount { amount } } }'
const paths: [string, string, (data: Answer) => Answer][] = [
  ['by its number', `query ($n: String!) { order(number: $n) { ${account} } }`, (data) => data.order],
  [
    'in a list',
    `query ($n: String!) { orders(filter: { search: $n }) { nodes { ${account} } } }`,
    (data) => data.orders.nodes[0],
  ],
  [
    'behind its shipment',
    `query ($n: String!) { order(number: $n) { shipments { order { ${account} } } } }`,
    (data) => data.order.shipments[0].order,
  ],
]

// Prisma reads an order in several statements, each of its own moment.
test.skipIf(!fastPath).each(paths)(
  'an order read %s shows a balance and an account of one moment, while money comes in',
  async (_, document, orderOf) => {
    const number = await shop.place([{ sku: 'MUG', quantity: 6 }])
    const payment = (captured: number) =>
      `payment: { reference: "more", status: "PARTIALLY_PAID", amount: "60.00", captured: "${captured}.00" }`
    await shop.order('releaseOrder', number)
    const balances = new Set<string>()
    let paying = true
    const pay = async () => {
      for (let captured = 1; captured <= 40; captured++)
        expect((await shop.order('recordPayment', number, payment(captured))).userErrors).toEqual([])
      paying = false
    }
    const look = async () => {
      while (paying) {
        const { balance, ledger } = orderOf(await shop.api.ask(document, { n: number }))
        const sum = ledger.nodes.reduce((total: number, { amount }: Answer) => total + Number(amount.amount), 0)
        expect(sum.toFixed(2)).toBe(balance.amount)
        balances.add(balance.amount)
      }
    }
    await Promise.all([pay(), look(), look()])
    expect(balances.size).toBeGreaterThan(5)
  },
)
