import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ordinaryPace } from '#jobs/job'
import { startWork, type Work } from '#server/worker'
import { startServer } from '../support/server.ts'
import { until } from './support.ts'

const setUp = `mutation {
  saveWarehouse(warehouseKey: "w", name: "W", timeZone: "UTC", countryCode: GB) { userErrors { message } }
  a: saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
  b: saveStockItem(item: { sku: "RARE" }) { userErrors { message } }
  setStock(counts: [{ sku: "MUG", warehouse: "w", onHand: 100 }], reason: "INITIAL_COUNT") { userErrors { message } }
  auto: saveChannel(channelKey: "auto", stages: [AUTO_RELEASE]) { userErrors { message } }
  manual: saveChannel(channelKey: "manual") { userErrors { message } }
  later: saveChannel(channelKey: "later") { userErrors { message } }
}`

const order = (channel: string, reference: string, sku: string, quantity: number, more: object = {}) => ({
  channel,
  reference,
  placedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  shippingAddress: { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: [{ reference: '1', sku, quantity, unitPrice: '10.00' }],
  payments: [{ reference: `P${reference}`, status: 'PAID', amount: `${quantity * 10}.00` }],
  ...more,
})

describe('what the worker does by itself', () => {
  const serving = startServer()
  let work: Work
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
  let ask: (document: string, variables?: object) => Promise<any>

  beforeAll(async () => {
    const server = await serving
    ask = async (document, variables) => {
      const { body } = await server.post(document, variables)
      expect(body.errors).toBeUndefined()
      return body.data
    }
    await ask(setUp)
    work = await startWork(server.runtime, server.url, { pace: ordinaryPace, lookMs: 100 })
  })
  afterAll(() => work?.stop())

  const bring = async (...orders: object[]) => {
    const { importOrders } = await ask(
      'mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) { results { order { number } userErrors { message } } } }',
      { orders },
    )
    return (importOrders as { results: { order: { number: string } }[] }).results.map((each) => each.order.number)
  }
  const read = async (number = '') => {
    const { order } = await ask(
      'query ($number: String!) { order(number: $number) { id status holds { id reason expiresAt } exceptions { nodes { id kind status breached } } } }',
      { number },
    )
    return order as {
      id: string
      status: string
      holds: { id: string; reason: string }[]
      exceptions: { nodes: { id: string; kind: string; status: string; breached: boolean }[] }
    }
  }

  it('releases what is ready where the channel wants it, and nothing elsewhere', async () => {
    const [manual, auto] = await bring(order('manual', 'm1', 'MUG', 1), order('auto', 'a1', 'MUG', 1))
    await until('the release', async () => (await read(auto)).status === 'RELEASED')
    expect((await read(manual)).status).toBe('READY')
  })

  it('judges waiting orders again when their stock comes, and releases them', async () => {
    const [first, second] = await bring(order('auto', 'a2', 'RARE', 2), order('auto', 'a3', 'RARE', 2))
    expect((await read(first)).holds).toMatchObject([{ reason: 'INVENTORY_OUT_OF_STOCK' }])
    expect((await read(second)).holds).toMatchObject([{ reason: 'INVENTORY_OUT_OF_STOCK' }])
    await ask(
      'mutation { adjustStock(adjustments: [{ sku: "RARE", warehouse: "w", delta: 4 }], reason: "RECEIPT") { userErrors { message } } }',
    )
    for (const number of [first, second])
      await until('the release', async () => (await read(number)).status === 'RELEASED')
    expect((await read(first)).exceptions.nodes).toMatchObject([{ kind: 'STOCK_SHORTAGE', status: 'RESOLVED' }])
  })

  it('judges waiting orders again when what they wait for is said: a status, a SKU, an item', async () => {
    const held = async (number = '') => (await read(number)).holds.map(({ reason }) => reason)
    const [status, mapped, saved] = await bring(
      order('auto', 'w1', 'MUG', 1, { channelStatuses: [{ field: 'state', value: 'Odd' }] }),
      order('auto', 'w2', 'THEIR-MUG', 1),
      order('auto', 'w3', 'NEW-MUG', 1),
    )
    expect(await held(status)).toEqual(['UNMAPPED_STATUS'])
    expect(await held(mapped)).toEqual(['UNMAPPED_SKU'])
    expect(await held(saved)).toEqual(['UNMAPPED_SKU'])
    await ask(`mutation {
      a: mapChannelStatus(channelKey: "auto", field: "state", value: "odd", intent: IGNORE) { userErrors { message } }
      b: mapChannelSku(channelKey: "auto", channelSku: "THEIR-MUG", sku: "MUG") { userErrors { message } }
      c: saveStockItem(item: { sku: "NEW-MUG" }) { userErrors { message } }
      d: setStock(counts: [{ sku: "NEW-MUG", warehouse: "w", onHand: 1 }], reason: "INITIAL_COUNT") { userErrors { message } }
    }`)
    for (const number of [status, mapped, saved])
      await until(`the release of ${number}`, async () => (await read(number)).status === 'RELEASED')
  })

  it('judges held orders again when a setting of their channel changes', async () => {
    const [number] = await bring(
      order('auto', 's1', 'MUG', 1, { payments: [{ reference: 'Ps1', status: 'AUTHORIZED', amount: '10.00' }] }),
    )
    expect((await read(number)).holds.map(({ reason }) => reason)).toEqual(['AWAITING_PAYMENT'])
    await ask(`mutation {
      saveChannel(channelKey: "auto", settings: { releaseOnAuthorization: true }) { userErrors { message } }
    }`)
    await until('the release', async () => (await read(number)).status === 'RELEASED')
  })

  it('releases what is ready already when a channel begins to release by itself, save what was taken back', async () => {
    const [ready, takenBack] = await bring(order('later', 'l1', 'MUG', 1), order('later', 'l2', 'MUG', 1))
    const { releaseOrder, unreleaseOrder } = await ask(
      `mutation ($number: String!) {
        releaseOrder(order: { number: $number }) { userErrors { message } }
        unreleaseOrder(order: { number: $number }, reasonCode: "OTHER") { userErrors { message } }
      }`,
      { number: takenBack },
    )
    expect([releaseOrder, unreleaseOrder]).toEqual([{ userErrors: [] }, { userErrors: [] }])
    await ask('mutation { saveChannel(channelKey: "later", stages: [AUTO_RELEASE]) { userErrors { message } } }')
    await until('the release', async () => (await read(ready)).status === 'RELEASED')
    expect((await read(takenBack)).status).toBe('READY')
  })

  it('lets an order go when its hold is over, and not before', async () => {
    const [number] = await bring(
      order('auto', 'a4', 'MUG', 1, { notBefore: new Date(Date.now() + 3_600_000).toISOString() }),
    )
    const expiresAt = new Date(Date.now() + 2_500).toISOString()
    const { holdOrder } = await ask(
      'mutation ($number: String!, $expiresAt: DateTime!) { holdOrder(order: { number: $number }, reason: MANUAL, expiresAt: $expiresAt) { userErrors { message } } }',
      { number, expiresAt },
    )
    expect(holdOrder).toEqual({ userErrors: [] })
    const held = async () => (await read(number)).holds.some(({ reason }) => reason === 'MANUAL')
    expect(await held()).toBe(true)
    await until('the end of the hold', async () => !(await held()))
    await until('its record', async () => {
      const { order } = await ask(
        'query ($number: String!) { order(number: $number) { events(last: 5) { nodes { type reasonCode } } } }',
        { number },
      )
      const { nodes } = (order as { events: { nodes: { type: string; reasonCode: string }[] } }).events
      return nodes.some(({ type, reasonCode }) => type === 'HOLD_RELEASED' && reasonCode === 'HOLD_EXPIRED')
    })
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt))
  })

  it('marks an exception whose deadline has passed', async () => {
    const { raiseException } = await ask(
      'mutation { raiseException(kind: MANUAL, summary: "Look at this.") { exceptionCase { id } userErrors { message } } }',
    )
    const { id } = (raiseException as { exceptionCase: { id: string } }).exceptionCase
    const { runtime } = await serving
    await runtime.store.pool.query(
      `update exception_case set "dueAt" = now() - interval '1 hour' where "kind" = 'MANUAL'`,
    )
    await work.add('escalate-exceptions', {}, 'escalate-exceptions')
    await until('the mark', async () => {
      const { node } = await ask('query ($id: ID!) { node(id: $id) { ... on ExceptionCase { breached } } }', { id })
      const { nodes } = (await ask('{ events(last: 20, types: [EXCEPTION_BREACHED]) { nodes { type } } }')).events as {
        nodes: object[]
      }
      return (node as { breached: boolean }).breached && nodes.length === 1
    })
  })

  it('asks a person about an event that the reactor could not handle', async () => {
    const { runtime } = await serving
    const { rows } = await runtime.store.pool.query<{ id: string }>(
      `insert into consumer_dead_letter ("consumer", "eventId", "position", "error") values ('reactor', 1, 1, 'it broke') returning "id"`,
    )
    await work.add('report-dead-letter', { deadLetterId: rows[0]?.id }, 'report')
    await until('the exception', async () => {
      const { exceptions } = await ask('{ exceptions(first: 100) { nodes { summary evidence } } }')
      const { nodes } = exceptions as { nodes: { summary: string }[] }
      return nodes.some(({ summary }) => summary.includes('could not handle the event at position 1 of'))
    })
  })

  it('cleans up what is kept for a time', async () => {
    const { runtime } = await serving
    const { pool } = runtime.store
    await pool.query(
      `insert into idempotency_key ("principalId", "key", "requestHash", "outcome", "createdAt")
       select id, age, 'x', '{}', now() - age::interval from principal, (values ('6 days'), ('8 days')) ages (age) limit 2`,
    )
    await work.add('clean-up', {}, 'clean-up')
    await until(
      'the old key to go',
      async () => (await pool.query(`select from idempotency_key where "key" = '8 days'`)).rowCount === 0,
    )
    expect((await pool.query(`select from idempotency_key where "key" = '6 days'`)).rowCount).toBeGreaterThan(0)
  })
})
