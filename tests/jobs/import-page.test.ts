import { describe, expect, it } from 'vitest'
import { ApiError, type Client, createClient } from '#api-client/client'
import type { OrderInput } from '#domain/input/order-input'
import { importPage } from '#jobs/import-page'
import { startServer } from '../support/server.ts'

const order = (reference: string): OrderInput => ({
  channel: 'shop',
  reference,
  placedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  lines: [],
})

/** An API that cannot read some orders, and refuses others. */
function apiThat(rule: { cannotRead: string[]; refuses: string[] }) {
  const calls: string[][] = []
  const raised: unknown[] = []
  const execute = async (document: { name: string }, variables: unknown) => {
    if (document.name === 'RaiseExceptions') {
      raised.push(...(variables as { exceptions: unknown[] }).exceptions)
      return { raiseExceptions: { results: [], userErrors: [] } }
    }
    const references = (variables as { orders: OrderInput[] }).orders.map(({ reference }) => reference)
    calls.push(references)
    if (references.some((each) => rule.cannotRead.includes(each))) throw new ApiError('REFUSED', 'Int cannot be 1.5')
    const results = references.map((reference, index) =>
      rule.refuses.includes(reference)
        ? {
            index,
            outcome: 'REJECTED',
            userErrors: [{ code: 'INVALID_INPUT', message: 'Ada', field: ['orders', '0'] }],
          }
        : { index, outcome: 'CREATED', userErrors: [] },
    )
    const created = results.filter(({ outcome }) => outcome === 'CREATED').length
    return { importOrders: { created, updated: 0, results, userErrors: [] } }
  }
  return { api: { execute, executeJson: execute } as unknown as Client, calls, raised } // it answers only these two documents
}

describe('a page of orders', () => {
  const page = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(order)

  it('goes in with one call', async () => {
    const { api, calls, raised } = apiThat({ cannotRead: [], refuses: [] })
    expect(await importPage('shop', page, api)).toEqual({ changed: 8, rejected: [] })
    expect(calls).toHaveLength(1)
    expect(raised).toEqual([])
  })

  it('asks a person about each order that was refused, without what the buyer said', async () => {
    const { api, raised } = apiThat({ cannotRead: [], refuses: ['c'] })
    expect((await importPage('shop', page, api)).changed).toBe(7)
    expect(raised).toEqual([
      {
        kind: 'IMPORT_REJECTED',
        summary: 'An order of shop was refused at import.',
        channel: 'shop',
        reference: 'c',
        evidence: { reference: 'c', problems: [{ code: 'INVALID_INPUT', field: ['orders', '0'] }] },
      },
    ])
  })

  it('comes in around an order that the API cannot even read', async () => {
    const { api, raised } = apiThat({ cannotRead: ['b', 'g'], refuses: [] })
    const { changed, rejected } = await importPage('shop', page, api)
    expect(changed).toBe(6)
    expect(rejected.map(({ reference }) => reference)).toEqual(['b', 'g'])
    expect(raised).toHaveLength(2)
  })

  it('names an order whose reference is no text that can be stored', async () => {
    const bad = `x\0${'y'.repeat(300)}`
    const { api, raised } = apiThat({ cannotRead: [], refuses: [bad] })
    await importPage('shop', [order(bad)], api)
    expect(raised).toMatchObject([{ reference: `x\uFFFD${'y'.repeat(198)}` }])
  })
})

describe('what a connector may say of an order', () => {
  const serving = startServer()

  it('is all that the API takes: also taxes by name, what came back, and when an authorisation ends', async () => {
    const server = await serving
    await server.post(`mutation {
      saveWarehouse(warehouseKey: "w", timeZone: "UTC", countryCode: GB) { userErrors { message } }
      saveChannel(channelKey: "shop") { userErrors { message } }
      saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
      setStock(counts: [{ sku: "MUG", warehouse: "w", onHand: 5 }], reason: "INITIAL_COUNT") { userErrors { message } }
    }`)
    const said: OrderInput = {
      ...order('all'),
      channelStatuses: [],
      lines: [
        {
          reference: '1',
          kind: 'GOODS',
          sku: 'MUG',
          quantity: 2,
          unitPrice: '10.00',
          taxLines: [{ title: 'VAT', rate: '0.2', amount: '3.33', collectedBy: 'CHANNEL' }],
        },
      ],
      payments: [{ reference: 'P1', status: 'AUTHORIZED', amount: '23.33', expiresAt: '2026-12-01T10:00:00Z' }],
      fulfillments: [{ reference: 'F1', lines: [{ line: '1', quantity: 2 }], location: 'w' }],
      returns: [{ reference: 'R1', lines: [{ line: '1', quantity: 1 }], returnedAt: '2026-11-25T10:00:00Z' }],
    }
    const api = createClient({ url: `${server.url}/graphql`, token: await server.token('admin') })
    expect(await importPage('shop', [said], api)).toEqual({ changed: 1, rejected: [] })
    const { body } = await server.post(`{ orders(first: 1) { nodes {
      lines { returned taxLines { title rate amount { amount } collectedBy } }
      payments { reference expiresAt }
    } } }`)
    expect(body.data?.orders.nodes).toEqual([
      {
        lines: [
          {
            returned: 1,
            taxLines: [{ title: 'VAT', rate: '0.2', amount: { amount: '3.33' }, collectedBy: 'CHANNEL' }],
          },
        ],
        payments: [{ reference: 'P1', expiresAt: '2026-12-01T10:00:00.000Z' }],
      },
    ])
  })
})
