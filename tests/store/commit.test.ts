import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NewMovement } from '#domain/events'
import type { Moment } from '#domain/moment'
import type { StockState } from '#domain/vocabulary'
import { connect, type Store } from '#store/connect'
import { isConflict, isKeyInUse, isKeyUsed, sqlState } from '#store/errors'
import { freshId } from '#store/fresh-id'
import { dryRunHandle } from '#store/handles'
import { commit } from '#store/write/commit'
import { freshDatabase } from '../support/database.ts'

const id = freshId
const moment: Moment = { now: '2026-03-02T10:00:00.000Z', actor: { id: id(), kind: 'USER', name: 'tester' }, id }
const warehouse = { id: id(), key: 'main', name: 'Main', kind: 'OWN', timeZone: 'Europe/London', priority: 1 }

describe('a commit', () => {
  let store: Store

  beforeAll(async () => {
    const database = await freshDatabase()
    store = connect(database.url)
    afterAll(async () => {
      await store.close()
      await database.drop()
    })
    await commit(store.handle, { moment, rows: [{ table: 'warehouse', op: 'insert', rows: [warehouse] }] })
  })

  const item = async (): Promise<string> => {
    const stockItem = { id: id(), sku: `SKU-${id()}` }
    await commit(store.handle, { moment, rows: [{ table: 'stock_item', op: 'insert', rows: [stockItem] }] })
    return stockItem.id
  }
  const movement = (
    stockItemId: string,
    fromState: StockState | null,
    toState: StockState | null,
    quantity: number,
  ): NewMovement => ({
    id: id(),
    stockItemId,
    sku: 'S',
    warehouseId: warehouse.id,
    warehouseKey: 'main',
    fromState,
    toState,
    quantity,
    reason: 'RECEIPT',
    reference: null,
    orderId: null,
    shipmentId: null,
  })
  const level = (stockItemId: string) => store.prisma.stockLevel.findFirstOrThrow({ where: { stockItemId } })

  it('moves balances by its movements, and each movement is an event with the level that it left', async () => {
    const sku = await item()
    await commit(store.handle, { moment, movements: [movement(sku, null, 'AVAILABLE', 10)] })
    await commit(store.handle, {
      moment,
      movements: [movement(sku, 'AVAILABLE', 'COMMITTED', 4), movement(sku, 'COMMITTED', 'PICKED', 1)],
    })
    expect(await level(sku)).toMatchObject({ available: 6, committed: 3, picked: 1, version: 2 })
    const events = await store.prisma.event.findMany({
      where: { type: 'STOCK_MOVED' },
      orderBy: { id: 'desc' },
      take: 1,
    })
    expect(events[0]?.data).toMatchObject({ quantity: 1, level: { available: 6, committed: 3, picked: 1 } })
  })

  it('fails as a whole when units are not there, and leaves nothing of itself', async () => {
    const sku = await item()
    await commit(store.handle, { moment, movements: [movement(sku, null, 'AVAILABLE', 2)] })
    const channel = { id: id(), key: `c-${id()}`, name: 'C', kind: 'custom' }
    const failing = commit(store.handle, {
      moment,
      rows: [{ table: 'channel', op: 'insert', rows: [channel] }],
      movements: [movement(sku, 'AVAILABLE', 'COMMITTED', 3)],
    })
    await expect(failing).rejects.toSatisfy((error) => isConflict(error) && sqlState(error) === '23514')
    expect(await level(sku)).toMatchObject({ available: 2, committed: 0, version: 1 })
    expect(await store.prisma.channel.findUnique({ where: { id: channel.id } })).toBeNull()
  })

  it('refuses a stock level that has moved since it was counted', async () => {
    const sku = await item()
    const levels = [{ stockItemId: sku, warehouseId: warehouse.id, version: 0 }]
    await commit(store.handle, { moment, levels, movements: [movement(sku, null, 'AVAILABLE', 2)] })
    await expect(
      commit(store.handle, { moment, levels, movements: [movement(sku, null, 'AVAILABLE', 2)] }),
    ).rejects.toSatisfy(isConflict)
  })

  it('never blocks writers of many levels in a deadlock', async () => {
    const items = await Promise.all(Array.from({ length: 6 }, item))
    await commit(store.handle, { moment, movements: items.map((sku) => movement(sku, null, 'AVAILABLE', 1000)) })
    const shuffled = (n: number) => items.map((_, i) => items[(i * 5 + n) % 6]!)
    await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        commit(store.handle, {
          moment,
          movements: shuffled(n).map((sku) => movement(sku, 'AVAILABLE', 'COMMITTED', 1)),
        }),
      ),
    )
    for (const sku of items) expect(await level(sku)).toMatchObject({ available: 880, committed: 120 })
  })

  it('stores one outcome under an idempotency key, also when two callers use it at once', async () => {
    const sku = await item()
    const attempt = () =>
      commit(store.handle, {
        moment,
        movements: [movement(sku, null, 'AVAILABLE', 5)],
        idempotency: { principalId: moment.actor.id, key: 'receipt-1', requestHash: 'h', outcome: { done: true } },
      })
    const results = await Promise.allSettled(Array.from({ length: 8 }, attempt))
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(isKeyInUse(result.reason) || isKeyUsed(result.reason)).toBe(true)
    expect(await level(sku)).toMatchObject({ available: 5 })
  })

  it('leaves nothing behind in a dry run, and shows conflicts there by the same codes', async () => {
    const sku = await item()
    const rollback = new Error('rolled back')
    const dry = store.prisma.$transaction(async (tx) => {
      const handle = dryRunHandle(tx, (query) => store.readerOver(tx, query))
      await handle.isolated(() => commit(handle, { moment, movements: [movement(sku, null, 'AVAILABLE', 1)] }))
      const failing = handle.isolated(() =>
        commit(handle, { moment, movements: [movement(sku, 'AVAILABLE', 'COMMITTED', 2)] }),
      )
      await expect(failing).rejects.toSatisfy((error) => sqlState(error) === '23514')
      expect(await tx.stockLevel.findFirstOrThrow({ where: { stockItemId: sku } })).toMatchObject({ available: 1 })
      throw rollback
    })
    await expect(dry).rejects.toBe(rollback)
    expect(await store.prisma.stockLevel.findFirst({ where: { stockItemId: sku } })).toBeNull()
  })

  it('keeps records of the past from being changed', async () => {
    for (const table of ['stock_movement', 'event', 'ledger_entry']) {
      await expect(store.pool.query(`delete from "${table}"`)).rejects.toThrow(/append-only/)
    }
  })
})
