import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import pg from 'pg'
import { uuidV7 } from '#domain/values/uuid'
import { createToken } from '#store/write/tokens'
import { freshDatabase } from '../support/database.ts'
import { type RealProcess, runTypeScript } from '../support/real-process.ts'

const adminToken = 'the-first-admin-token-of-the-console-tests'

export interface Shop {
  url: string
  adminToken: string
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
  ask(document: string, variables?: Record<string, unknown>): Promise<any>
  /** Imports one paid order and gives its number. */
  order(more?: Record<string, unknown>): Promise<string>
  /** A token that reads and sees no personal data. */
  readerToken(): Promise<string>
  /** Ends the server as a power cut would. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** A real server process on a port that stays its own over a crash, with a channel, a warehouse and some stock. */
export async function openShop(): Promise<Shop> {
  const database = await freshDatabase()
  const port = await freePort()
  const url = `http://localhost:${port}`
  let server: RealProcess | undefined
  let last = 0

  const start = async () => {
    server = runTypeScript('src/server/main.ts', ['--server'], {
      DATABASE_URL: database.url,
      PORT: String(port),
      CROSSDOCK_ADMIN_TOKEN: adminToken,
      LOG_LEVEL: 'error',
      DATABASE_POOL_SIZE: '4',
    })
    await server.line(/answers at/)
  }
  const ask: Shop['ask'] = async (query, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data: unknown; errors?: { message: string }[] }
    if (errors !== undefined) throw new Error(errors[0]?.message)
    return data
  }
  const order: Shop['order'] = async (more = {}) => {
    last += 1
    const { importOrders } = await ask(importing, { orders: [{ ...paidOrder(last), ...more }] })
    const [result] = importOrders.results
    if (result.order === null) throw new Error(JSON.stringify(result.userErrors))
    return result.order.number
  }
  const readerToken = async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const wanted = { name: 'reader', role: 'reader', kind: 'USER', channelKey: null, expiresAt: null } as const
    const made = await createToken(client, wanted, { id: () => uuidV7(Date.now(), randomBytes(10)) })
    await client.end()
    if ('refused' in made) throw new Error(made.refused)
    return made.token
  }
  await start()
  await ask(settings)
  return {
    url,
    adminToken,
    ask,
    order,
    readerToken,
    start,
    crash: async () => void (await server?.kill('SIGKILL')),
    stop: async () => void (await server?.kill('SIGTERM')),
  }
}

const importing = `mutation ($orders: [OrderInput!]!) {
  importOrders(orders: $orders) { results { order { number } userErrors { message } } }
}`

const settings = `mutation {
  saveChannel(channelKey: "shop", name: "Web shop", kind: "custom") { userErrors { message } }
  saveWarehouse(warehouseKey: "leeds", name: "Leeds", priority: 1) { userErrors { message } }
  saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
  setStock(counts: [{ sku: "MUG", warehouse: "leeds", onHand: 1000 }], reason: "INITIAL_COUNT") { userErrors { message } }
}`

const paidOrder = (n: number) => ({
  channel: 'shop',
  reference: `S${n}`,
  placedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  customer: { reference: `C${n}`, name: 'Ada Lovelace', email: 'ada@example.org' },
  shippingAddress: {
    name: 'Ada Lovelace',
    lines: ['1 Main Street'],
    city: 'London',
    postcode: 'SW1A 1AA',
    country: 'GB',
  },
  lines: [{ reference: '1', sku: 'MUG', title: 'Mug', quantity: 2, unitPrice: '10.00' }],
  total: '20.00',
  payments: [{ reference: `P${n}`, status: 'PAID', amount: '20.00' }],
})
