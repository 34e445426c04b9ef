import { randomUUID } from 'node:crypto'
import { median, rate, table } from '../server.mjs'
import { seed } from './import.mjs'

const orders = 1000

const release =
  'mutation ($reference: String!) { releaseOrder(order: { reference: { system: "bench", value: $reference } }) { order { status } userErrors { code message } } }'

/** Whole releases through GraphQL, 16 at once: all on one SKU, and spread over 5,000. */
export async function releaseScenario(server) {
  await seed(server)
  const prepared = async (skuOf) => {
    const references = Array.from({ length: orders }, () => randomUUID())
    for (let from = 0; from < orders; from += 100) {
      const { importOrders } = await server.ask(
        'mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) { created userErrors { message } results { userErrors { message } } } }',
        {
          orders: references.slice(from, from + 100).map((reference, i) => ({
            channel: 'bench',
            reference,
            placedAt: '2026-03-02T10:00:00Z',
            currency: 'GBP',
            taxesIncluded: true,
            shippingAddress: {
              name: 'Ada Buyer',
              lines: ['1 High Street'],
              city: 'London',
              postcode: 'SW1A 1AA',
              country: 'GB',
            },
            lines: [{ reference: '1', sku: skuOf(from + i), title: 'Mug', quantity: 1, total: '8.00' }],
            payments: [{ reference, status: 'PAID', amount: '8.00', captured: '8.00' }],
            total: '8.00',
          })),
        },
      )
      if (importOrders.created !== 100) throw new Error(JSON.stringify(importOrders).slice(0, 400))
    }
    return references
  }
  const measured = async (skuOf) => {
    const references = await prepared(skuOf)
    return rate(orders, 16, async (n) => {
      const { releaseOrder } = await server.ask(release, { reference: references[n] })
      if (releaseOrder.order?.status !== 'RELEASED') throw new Error(JSON.stringify(releaseOrder))
    })
  }
  const hot = []
  const spread = []
  for (let round = 0; round < 3; round++) {
    hot.push(await measured(() => 'BENCH-7'))
    spread.push(await measured((n) => `BENCH-${n}`))
  }
  table([
    ['releases, 16 at once', 'orders/s', '× spread'],
    ['over 1,000 SKUs', median(spread).toFixed(0), '1.00'],
    ['on one SKU', median(hot).toFixed(0), (median(hot) / median(spread)).toFixed(2)],
  ])
}
