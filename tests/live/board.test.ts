import { randomUUID } from 'node:crypto'
import type { ExecutionResult } from 'graphql'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OrderStatus } from '#domain/vocabulary'
import { Boards } from '#events/boards'
import { type Api, startApi } from '../support/api.ts'
import { until } from './support.ts'

const api: Api = await startApi()
const { pool } = api.store
const channels: Record<string, string> = {}
const warehouses: Record<string, string> = {}

beforeAll(async () => {
  await api.startLog()
  for (const key of ['shop', 'market']) {
    channels[key] = randomUUID()
    await pool.query(`insert into channel ("id", "key", "name", "kind") values ($1, $2, $2, 'custom')`, [
      channels[key],
      key,
    ])
  }
  // Auckland is asked first; Honolulu is nearly a day behind.
  for (const [key, zone, priority] of [
    ['auckland', 'Pacific/Auckland', 1],
    ['honolulu', 'Pacific/Honolulu', 2],
  ] as const) {
    warehouses[key] = randomUUID()
    await pool.query(
      `insert into warehouse ("id", "key", "name", "kind", "timeZone", "priority") values ($1, $2, $2, 'OWN', $3, $4)`,
      [warehouses[key], key, zone, priority],
    )
  }
})

beforeEach(async () => {
  for (const table of ['exception_case', 'shipment', 'order_line', '"order"']) await pool.query(`delete from ${table}`)
})

let counter = 0

interface Given {
  status: OrderStatus
  channel?: string
  warehouse?: string
  shipBy?: string
  open?: number
}

async function order({ status, channel = 'shop', warehouse, shipBy, open = 1 }: Given): Promise<string> {
  const id = randomUUID()
  counter += 1
  await pool.query(
    `insert into "order" ("id", "number", "kind", "version", "channelId", "reference", "status", "customerStatus", "paymentStatus", "placedAt", "importedAt",
       "updatedAt", "shipBy", "deliveryMethod", "currencyCode", "taxesIncluded", "priced", "subtotal", "shippingTotal", "taxTotal", "discountTotal", "total",
       "originalTotal", "paidTotal", "refundedTotal", "lineCount", "tags", "warehouseIds")
     values ($1, $2, 'SALE', 1, $3, $2, $4, 'RECEIVED', 'PAID', now(), now(), now(), $5, 'SHIPPING', 'GBP', true, true, 0, 0, 0, 0, 0, 0, 0, 0, 1, '{}', $6)`,
    [
      id,
      `B${counter}`,
      channels[channel],
      status,
      shipBy ?? null,
      warehouse === undefined ? [] : [warehouses[warehouse]],
    ],
  )
  await pool.query(
    `insert into order_line ("id", "orderId", "position", "reference", "kind", "fulfilledBy", "title", "quantity", "open", "allocated", "shipped", "delivered",
       "cancelled", "returned", "lost", "discount", "tax", "total")
     values (gen_random_uuid(), $1, 1, '1', 'GOODS', 'MERCHANT', 'x', 1, $2, 0, $3, 0, 0, 0, 0, 0, 0, 0)`,
    [id, open, 1 - open],
  )
  if (warehouse !== undefined) {
    await pool.query(
      `insert into shipment ("id", "orderId", "number", "version", "origin", "warehouseId", "status", "createdAt", "updatedAt")
       values (gen_random_uuid(), $1, $2, 1, 'CROSSDOCK', $3, 'PLANNED', now(), now())`,
      [id, `B${counter}-1`, warehouses[warehouse]],
    )
  }
  return id
}

async function exceptionCase(orderId: string | null, status: string, dueAt: string | null): Promise<void> {
  await pool.query(
    `insert into exception_case ("id", "version", "kind", "status", "severity", "summary", "subject", "orderId", "queue", "openedAt", "updatedAt", "dueAt")
     values ($1::uuid, 1, 'MANUAL', $2, 3, 'x', $1::text, $3, 'q', now(), now(), $4)`,
    [randomUUID(), status, orderId, dueAt],
  )
}

/** Something happened, as far as the log is concerned. */
async function happen(): Promise<void> {
  await pool.query(`insert into event ("type", "occurredAt", "actor") values ('ORDER_UPDATED', now(), '{}')`)
  await api.log.advanced()
}

const fields = 'byStatus { status orders } openExceptions breachedExceptions shipToday lateToShip'

interface Counts {
  byStatus: { status: OrderStatus; orders: number }[]
  openExceptions: number
  breachedExceptions: number
  shipToday: number
  lateToShip: number
}

const board = async (args = '', asker = {}): Promise<Counts> =>
  (await api.ask(`{ board${args} { ${fields} } }`, {}, asker)).board
const having = (counts: Counts) =>
  Object.fromEntries(counts.byStatus.filter((c) => c.orders > 0).map((c) => [c.status, c.orders]))

describe('the numbers of a board', () => {
  test('name every status of the lifecycle, also those with no order', async () => {
    await order({ status: 'NEW' })
    await order({ status: 'NEW' })
    await order({ status: 'DELIVERED', open: 0 })
    const counts = await board()
    expect(counts.byStatus).toHaveLength(12)
    expect(having(counts)).toEqual({ NEW: 2, DELIVERED: 1 })
  })

  test('are those of the channels and warehouses asked for', async () => {
    await order({ status: 'NEW', channel: 'market' })
    const here = await order({ status: 'RELEASED', warehouse: 'auckland' })
    await exceptionCase(here, 'OPEN', null)
    await exceptionCase(null, 'OPEN', null)
    expect(having(await board('(channels: ["market"])'))).toEqual({ NEW: 1 })
    expect(having(await board('(warehouses: ["auckland"])'))).toEqual({ RELEASED: 1 })
    expect(having(await board('(warehouses: ["honolulu"])'))).toEqual({})
    expect((await board()).openExceptions).toBe(2)
    expect((await board('(channels: ["shop"])')).openExceptions).toBe(1)
    expect((await board('(warehouses: ["auckland"], channels: ["shop"])')).openExceptions).toBe(1)
  })

  test('of a connector are those of its channel alone', async () => {
    await order({ status: 'NEW', channel: 'market' })
    await order({ status: 'NEW', channel: 'shop' })
    const asker = { role: 'connector', channelKey: 'shop' } as const
    expect(having(await board('', asker))).toEqual({ NEW: 1 })
    expect(having(await board('(channels: ["market"])', asker))).toEqual({})
  })

  test('count an exception as breached when its deadline has passed, noticed or not', async () => {
    await exceptionCase(null, 'OPEN', '2026-03-01T00:00:00Z')
    await exceptionCase(null, 'IN_PROGRESS', '2026-03-03T00:00:00Z')
    await exceptionCase(null, 'RESOLVED', '2026-03-01T00:00:00Z')
    api.clock.now = '2026-03-02T00:00:00.000Z'
    expect(await board()).toMatchObject({ openExceptions: 2, breachedExceptions: 1 })
    api.clock.now = null
  })

  test('take the day of the warehouse that has the goods, or of the first one while none has them', async () => {
    // Noon in Auckland on the 3rd is still the 2nd in Honolulu.
    api.clock.now = '2026-03-02T23:00:00.000Z'
    const auckland3rd = '2026-03-03T05:00:00Z'
    await order({ status: 'READY', shipBy: auckland3rd })
    await order({ status: 'RELEASED', shipBy: auckland3rd, warehouse: 'honolulu' })
    await order({ status: 'RELEASED', shipBy: '2026-03-03T09:30:00Z', warehouse: 'honolulu' })
    await order({ status: 'READY', shipBy: '2026-03-03T11:30:00Z' })
    await order({ status: 'READY', shipBy: '2026-03-02T22:00:00Z' })
    await order({ status: 'SHIPPED', shipBy: '2026-03-02T22:00:00Z', open: 0 })
    await order({ status: 'PARTIALLY_SHIPPED', shipBy: '2026-02-20T00:00:00Z' })
    expect(await board()).toMatchObject({ shipToday: 4, lateToShip: 2 })
    api.clock.now = null
  })
})

describe('a live board', () => {
  const frame = async (stream: AsyncIterableIterator<ExecutionResult>): Promise<Counts> =>
    ((await stream.next()).value as ExecutionResult).data?.board as Counts

  test('shows a frame at once, then one only when a number changed', async () => {
    const stream = await api.open(`subscription { board { ${fields} } }`)
    expect(having(await frame(stream))).toEqual({})
    const next = frame(stream)
    await happen()
    await order({ status: 'NEW' })
    await happen()
    expect(having(await next)).toEqual({ NEW: 1 })
    const waiting = stream.next()
    await stream.return?.()
    expect((await waiting).done).toBe(true)
  })

  test('is counted once for everyone who watches the same, at most at its pace, and not at all when nobody does', async () => {
    let counted = 0
    const handle = {
      query: <T>(...given: Parameters<typeof api.store.handle.query>) => {
        counted += 1
        return api.store.handle.query<T>(...given)
      },
    }
    const boards = new Boards({ handle, log: api.log, limits: { spacingMs: 200, refreshMs: 60_000 } })
    const watchers = Array.from({ length: 20 }, () => boards.watch({ channels: null, warehouses: null }))
    await Promise.all(watchers.map((watcher) => watcher.next()))
    expect([counted, boards.feeds]).toEqual([1, 1])

    // One of them sleeps through many changes, and is shown the last.
    const [sleeper, ...awake] = watchers
    const begun = Date.now()
    let frames = 0
    const following = awake.map(async (watcher) => {
      for await (const { byStatus } of watcher) {
        frames += 1
        if (byStatus[0]!.orders === 10) return
      }
    })
    for (let n = 0; n < 10; n++) {
      await order({ status: 'NEW' })
      await happen()
    }
    await Promise.all(following)
    const most = Math.floor((Date.now() - begun) / 200) + 1
    expect(frames / awake.length).toBeLessThanOrEqual(most)
    expect(counted - 1).toBeLessThanOrEqual(most)
    expect((await sleeper!.next()).value.byStatus[0].orders).toBe(10)
    await Promise.all(watchers.map((watcher) => watcher.return?.()))
    expect(boards.feeds).toBe(0)
    const before = counted
    await happen()
    expect(counted).toBe(before)
  })

  test('counts anew as time passes, since an order becomes late without an event', async () => {
    let now = '2026-03-01T00:00:00.000Z'
    const boards = new Boards({
      handle: api.store.handle,
      log: api.log,
      now: () => now,
      limits: { spacingMs: 20, refreshMs: 40 },
    })
    await order({ status: 'READY', shipBy: '2026-03-01T12:00:00Z' })
    const watcher = boards.watch({ channels: null, warehouses: null })
    expect((await watcher.next()).value).toMatchObject({ lateToShip: 0, asOf: now })
    now = '2026-03-01T12:00:01.000Z'
    expect((await watcher.next()).value).toMatchObject({ lateToShip: 1, asOf: now })
    await watcher.return?.()
    await until(() => boards.feeds === 0, 'nobody watches')
  })
})
