import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'
import { type RealProcess, runTypeScript } from './real-process.ts'

/** The admin's token of every process that `startProduct` starts. */
export const adminToken = 'the-admin-token-of-this-test-0000000001'

export interface Product extends RealProcess {
  url: string
  isAlive(): boolean
  /** Posts a document; the answer's status and body. */
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
  post(query: string, variables?: object): Promise<{ status: number; body: any }>
  /** The status of /readyz and what it says; undefined where nobody answers. */
  ready(): Promise<{ status: number; said: string } | undefined>
}

/** The product as a process of its own: server, worker or both; it need not become ready. It ends with the test. */
export async function startProduct(
  part: 'server' | 'worker' | 'both',
  env: Record<string, string>,
  port?: number,
): Promise<Product> {
  const own = port ?? (await freePort())
  const running = runTypeScript('src/server/main.ts', part === 'both' ? [] : [`--${part}`], {
    PORT: String(own),
    CROSSDOCK_ADMIN_TOKEN: adminToken,
    LOG_LEVEL: 'error',
    DATABASE_POOL_SIZE: '8',
    WORKER_CONCURRENCY: '4',
    ...env,
  })
  const url = `http://127.0.0.1:${own}`
  const isAlive = () => running.child.exitCode === null && running.child.signalCode === null
  onTestFinished(async () => {
    if (isAlive()) await running.kill()
  })
  return {
    ...running,
    url,
    isAlive,
    async post(query, variables) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
        body: JSON.stringify({ query, variables }),
      })
      return { status: response.status, body: await response.json() }
    },
    async ready() {
      const response = await fetch(`${url}/readyz`).catch(() => undefined)
      if (response === undefined) return undefined
      return { status: response.status, said: ((await response.json()) as { status: string }).status }
    },
  }
}

export const prepareShop = `mutation {
  w: saveWarehouse(warehouseKey: "w", name: "W", timeZone: "UTC", countryCode: GB) { userErrors { message } }
  a: saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
  c: setStock(counts: [{ sku: "MUG", warehouse: "w", onHand: 1000000 }], reason: "INITIAL_COUNT") { userErrors { message } }
  d: saveChannel(channelKey: "shop", kind: "custom", stages: [AUTO_RELEASE]) { userErrors { message } }
}`

export const importOne = `mutation ($orders: [OrderInput!]!) {
  importOrders(orders: $orders) { results { outcome userErrors { message } } userErrors { message } } }`

export const orderOf = (reference: string) => ({
  channel: 'shop',
  reference,
  placedAt: '2026-11-20T10:00:00Z',
  updatedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  shippingAddress: { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: [{ reference: '1', sku: 'MUG', quantity: 2, unitPrice: '10.00' }],
  payments: [{ reference: `P${reference}`, status: 'PAID', amount: '20.00' }],
})
