import { expect, test } from 'vitest'
import { tablesDigest } from '../support/digest.ts'
import { seedChannel, seedWarehouse } from '../support/seed.ts'
import { startServer } from '../support/server.ts'
import { once, socketClient } from '../support/sockets.ts'

const server = await startServer()
await seedChannel(server.runtime.store, 'shop')
await seedWarehouse(server.runtime.store, 'leeds')
await server.post('mutation { saveStockItem(item: { sku: "KEPT-1" }) { userErrors { code } } }')

const digest = () => tablesDigest(server.runtime.store.pool)

const save = (dry: string) => `mutation ${dry} {
  saveStockItem(item: { sku: "DRY-1", name: "Try" }) { stockItem { id sku name } userErrors { code message } }
  setStock(counts: [{ sku: "DRY-1", warehouse: "leeds", onHand: 7 }], reason: "INITIAL_COUNT") {
    results { level { onHand sku } userErrors { code message } } userErrors { code message }
  }
}`

test('a dry run answers with the state that it would leave, and leaves nothing', async () => {
  const before = await digest()
  const { body } = await server.post(save('@dryRun'))
  expect(body.errors).toBeUndefined()
  expect(body.data.saveStockItem).toMatchObject({ stockItem: { sku: 'DRY-1', name: 'Try' }, userErrors: [] })
  expect(body.data.setStock.results).toEqual([{ level: { onHand: 7, sku: 'DRY-1' }, userErrors: [] }])
  expect(await digest()).toBe(before)
  const { id } = body.data.saveStockItem.stockItem
  expect((await server.post('query ($id: ID!) { node(id: $id) { id } }', { id })).body.data.node).toBeNull()
})

test('a dry run keeps no idempotency key, so that the real call is done', async () => {
  const write = (dry: string) =>
    `mutation ${dry} { saveStockItem(item: { sku: "KEY-1" }) @idempotent(key: "k1") { stockItem { sku } userErrors { code } } }`
  await server.post(write('@dryRun'))
  expect((await server.post('{ stockItem(sku: "KEY-1") { sku } }')).body.data.stockItem).toBeNull()
  await server.post(write('@dryRun(if: false)'))
  expect((await server.post('{ stockItem(sku: "KEY-1") { sku } }')).body.data.stockItem).toEqual({ sku: 'KEY-1' })
})

test('a dry run over a WebSocket leaves nothing either', async () => {
  const before = await digest()
  const client = socketClient(server.url, server.adminToken)
  const result = await once(client, save('@dryRun'))
  expect(result.data.saveStockItem.stockItem.sku).toBe('DRY-1')
  await client.dispose()
  expect(await digest()).toBe(before)
})

test('a refusal in a dry run undoes that field alone', async () => {
  const { body } = await server.post(`mutation @dryRun {
    setStock(counts: [{ sku: "NONE", warehouse: "leeds", onHand: 7 }], reason: "INITIAL_COUNT") {
      results { userErrors { code } } userErrors { code }
    }
    saveStockItem(item: { sku: "DRY-2" }) { stockItem { sku } userErrors { code } }
  }`)
  expect(JSON.stringify(body.data.setStock)).toContain('UNKNOWN_SKU')
  expect(body.data.saveStockItem.stockItem).toEqual({ sku: 'DRY-2' })
})

test('a dry run waits for a real write half a second and no longer, and says so', async () => {
  const client = await server.runtime.store.pool.connect()
  await client.query('begin')
  await client.query(`lock table stock_item in exclusive mode`)
  const { body } = await server.post(save('@dryRun'))
  await client.query('rollback')
  client.release()
  expect(body.errors?.[0]).toMatchObject({ path: ['saveStockItem'], extensions: { code: 'DRY_RUN_FAILED' } })
  expect((await server.post(save('@dryRun'))).body.data.saveStockItem.stockItem.sku).toBe('DRY-1')
})

test('dry runs do not keep real writes waiting for a connection', async () => {
  const runs = Array.from({ length: 6 }, () => server.post(save('@dryRun')))
  const real = await server.post(
    'mutation { saveStockItem(item: { sku: "REAL-1" }) { stockItem { sku } userErrors { code } } }',
  )
  expect(real.body.data.saveStockItem.stockItem.sku).toBe('REAL-1')
  for (const { body } of await Promise.all(runs)) expect(body.errors).toBeUndefined()
})
