import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NewMovement } from '#domain/events'
import type { Moment } from '#domain/moment'
import { connect, type Store } from '#store/connect'
import { sqlState } from '#store/errors'
import { freshId as id } from '#store/fresh-id'
import { storedOutcome } from '#store/read/stored-outcome'
import { commit, ORDERS_PER_COMMIT } from '#store/write/commit'
import { freshDatabase } from '../support/database.ts'

const momentOf = (name: string): Moment => ({
  now: '2026-03-02T10:00:00.000Z',
  actor: { id: id(), kind: 'USER', name },
  id,
})
const moment = momentOf('seed')
const warehouse = { id: id(), key: 'main', name: 'Main', kind: 'OWN', timeZone: 'Europe/London', priority: 1 }

describe('writes that come at the same time', () => {
  let store: Store
  let url: string

  beforeAll(async () => {
    const database = await freshDatabase()
    url = database.url
    store = connect(url)
    afterAll(async () => {
      await store.close()
      await database.drop()
    })
    await commit(store.handle, { moment, rows: [{ table: 'warehouse', op: 'insert', rows: [warehouse] }] })
  })

  const items = async (count: number, available: number): Promise<string[]> => {
    const rows = Array.from({ length: count }, () => ({ id: id(), sku: `SKU-${id()}` }))
    const movements = rows.map((row) => moved(row.id, available, true))
    await commit(store.handle, { moment, rows: [{ table: 'stock_item', op: 'insert', rows }], movements })
    return rows.map((row) => row.id)
  }
  const moved = (stockItemId: string, quantity: number, isReceipt = false): NewMovement => ({
    id: id(),
    stockItemId,
    sku: 'S',
    warehouseId: warehouse.id,
    warehouseKey: 'main',
    fromState: isReceipt ? null : 'AVAILABLE',
    toState: isReceipt ? 'AVAILABLE' : 'COMMITTED',
    quantity,
    reason: 'RECEIPT',
    reference: null,
    orderId: null,
    shipmentId: null,
  })
  const level = (stockItemId: string) => store.prisma.stockLevel.findFirstOrThrow({ where: { stockItemId } })
  /** Who wrote each movement, and in which transaction. */
  const told = async (movements: NewMovement[]) => {
    const { rows } = await store.pool.query<{ movementId: string; by: string; xid: string }>(
      `select "movementId", "actor"->>'name' as by, "xid"::text from "event" where "movementId" = any($1)`,
      [movements.map((one) => one.id)],
    )
    return rows
  }

  it('share transactions, at most as many as the limit, and each keeps its own author', async () => {
    const movements = (await items(ORDERS_PER_COMMIT + 20, 5)).map((sku) => moved(sku, 1))
    await Promise.all(
      movements.map((one, n) => commit(store.handle, { moment: momentOf(`writer ${n}`), movements: [one] })),
    )
    const rows = await told(movements)
    const authors = new Map(rows.map((row) => [row.movementId, row.by]))
    expect(movements.map((one) => authors.get(one.id))).toEqual(movements.map((_, n) => `writer ${n}`))
    const sizes = rows.map(({ xid }) => rows.filter((row) => row.xid === xid).length)
    expect(Math.max(...sizes)).toBe(ORDERS_PER_COMMIT)
  })

  it('fail alone: one that takes what is not there leaves the others written', async () => {
    const skus = await items(20, 3)
    const isScarce = (n: number) => n % 10 === 3
    const settled = await Promise.allSettled(
      skus.map((sku, n) => commit(store.handle, { moment, movements: [moved(sku, isScarce(n) ? 4 : 1)] })),
    )
    const codes = settled.map((one) => (one.status === 'rejected' ? sqlState(one.reason) : 'written'))
    expect(codes).toEqual(skus.map((_, n) => (isScarce(n) ? '23514' : 'written')))
    const levels = await Promise.all(skus.map(level))
    expect(levels.map(({ available }) => available)).toEqual(skus.map((_, n) => (isScarce(n) ? 3 : 2)))
  })

  it('each move a level that they share by themselves, and say what they left of it', async () => {
    const [sku] = await items(1, 20)
    const movements = Array.from({ length: 10 }, () => moved(sku!, 1))
    await Promise.all(movements.map((one) => commit(store.handle, { moment, movements: [one] })))
    const { rows } = await store.pool.query<{ left: number }>(
      `select ("data"->'level'->>'available')::int as left from "event" where "movementId" = any($1) order by "id"`,
      [movements.map((one) => one.id)],
    )
    expect(rows.map((row) => row.left)).toEqual(movements.map((_, n) => 19 - n))
  })

  it('each leave their own outcome under their own idempotency key', async () => {
    const skus = await items(12, 3)
    const principalId = moment.actor.id
    const write = (n: number) =>
      commit(store.handle, {
        moment,
        movements: [moved(skus[n]!, 1)],
        idempotency: { principalId, key: `each-${n}`, requestHash: `hash ${n}`, outcome: { n } },
      })
    await Promise.all(Array.from({ length: 12 }, (_, n) => write(n)))
    const outcomes = await Promise.all(
      Array.from({ length: 13 }, (_, n) => storedOutcome(store.handle, { principalId, key: `each-${n}` })),
    )
    expect(outcomes).toEqual([
      ...Array.from({ length: 12 }, (_, n) => ({ requestHash: `hash ${n}`, outcome: { n } })),
      undefined,
    ])
  })

  it('do not wait long for the lock that one of them meets', async () => {
    const [locked, ...free] = await items(10, 5)
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    await other.query('begin')
    await other.query('select from stock_level where "stockItemId" = $1 for update', [locked])
    const waiting = commit(store.handle, { moment, movements: [moved(locked!, 1)] })
    await Promise.all(free.map((sku) => commit(store.handle, { moment, movements: [moved(sku, 1)] })))
    for (const sku of free) expect(await level(sku)).toMatchObject({ committed: 1 })
    expect(await level(locked!)).toMatchObject({ committed: 0 })
    await other.query('rollback')
    await other.end()
    await waiting
    expect(await level(locked!)).toMatchObject({ committed: 1 })
  })
})
