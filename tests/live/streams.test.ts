import type { ExecutionResult } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { FIRST_ORDER_SEQUENCE, orderNumber } from '#domain/values/order-number'
import { encodeCursor, encodeEventCursor } from '#events/cursor'
import { readLog } from '#store/log/read-log'
import { retainLog } from '#store/log/retain-log'
import { type Api, startApi } from '../support/api.ts'

const api: Api = await startApi()
/** A second database, for what would take the others' events from them. */
const aged: Api = await startApi()
beforeAll(async () => {
  await api.startLog()
  await aged.startLog()
})

interface Given {
  type: string
  number?: string
  sequence?: number
  status?: string
  previousStatus?: string
  channelKey?: string
  shipment?: boolean
  warehouseKeys?: string[]
  carriers?: string[]
  exceptionKind?: string
  queues?: string[]
  sku?: string
  movement?: boolean
  changes?: unknown[]
}

/** Events as decisions of any part of the product would leave them. */
async function happen(...events: Given[]): Promise<void> {
  for (const e of events) {
    await api.store.pool.query(
      `insert into event ("type", "occurredAt", "actor", "orderNumber", "sequence", "status", "previousStatus", "channelKey", "shipmentId",
         "warehouseKeys", "carriers", "exceptionId", "exceptionKind", "queues", "sku", "movementId", "changes", "data")
       values ($1, now(), '{"id":"x","kind":"SYSTEM","name":"test"}', $2, $3, $4, $5, $6, case when $7 then gen_random_uuid() end, $8, $9,
         case when $10::text is not null then gen_random_uuid() end, $10, $11, $12, case when $13 then gen_random_uuid() end, $14, '{}')`,
      [
        e.type,
        e.number ?? null,
        e.sequence ?? null,
        e.status ?? null,
        e.previousStatus ?? null,
        e.channelKey ?? null,
        e.shipment ?? false,
        e.warehouseKeys ?? [],
        e.carriers ?? [],
        e.exceptionKind ?? null,
        e.queues ?? [],
        e.sku ?? null,
        e.movement ?? false,
        JSON.stringify(e.changes ?? []),
      ],
    )
  }
  await api.log.advanced()
}

interface Delivery {
  cursor: string
  live: boolean
  // biome-ignore lint/suspicious/noExplicitAny: each document of this file selects its own fields
  event: any
}

/** The next deliveries of a stream's one root field. */
async function take(stream: AsyncIterableIterator<ExecutionResult>, count: number): Promise<Delivery[]> {
  const taken: Delivery[] = []
  while (taken.length < count) {
    const { value, done } = await stream.next()
    if (done) break
    if (value.errors !== undefined) throw value.errors[0]
    taken.push(Object.values(value.data as Record<string, Delivery>)[0]!)
  }
  return taken
}

const now = async (): Promise<string> => (await api.ask('{ eventLog { head } }')).eventLog.head

/** The types of the events that a stream replays from a place up to now. */
async function replayed(field: string, after: string, args = '', asker = {}): Promise<string[]> {
  const stream = await api.open(
    `subscription($after: String) { ${field}(after: $after ${args}) { live event { type } } }`,
    { after },
    asker,
  )
  const types: string[] = []
  for (;;) {
    const [delivery] = await take(stream, 1)
    if (delivery?.event) types.push(delivery.event.type)
    if (delivery === undefined || delivery.live) break
  }
  await stream.return?.()
  return types
}

describe('a stream', () => {
  const document = 'subscription($after: String) { events(after: $after) { cursor live event { type } } }'

  test('without a cursor starts at now: a checkpoint says so, and what happens next follows', async () => {
    await happen({ type: 'ORDER_HELD' })
    const stream = await api.open(document)
    expect(await take(stream, 1)).toEqual([{ cursor: await now(), live: true, event: null }])
    await happen({ type: 'ORDER_RELEASED' })
    expect(await take(stream, 1)).toMatchObject([{ live: true, event: { type: 'ORDER_RELEASED' } }])
    await stream.return?.()
  })

  test('with a cursor replays what happened since, says when it has caught up, and goes on live', async () => {
    const after = await now()
    await happen({ type: 'ORDER_HELD' }, { type: 'HOLD_RELEASED' })
    const stream = await api.open(document, { after })
    const replay = await take(stream, 2)
    expect(replay).toMatchObject([
      { live: false, event: { type: 'ORDER_HELD' } },
      { live: true, event: { type: 'HOLD_RELEASED' } },
    ])
    await happen({ type: 'ORDER_RELEASED' })
    expect(await take(stream, 1)).toMatchObject([{ live: true, event: { type: 'ORDER_RELEASED' } }])
    await stream.return?.()
    expect(await replayed('events', replay[0]!.cursor)).toEqual(['HOLD_RELEASED', 'ORDER_RELEASED'])
  })

  test('that was cut off right after an event without a place yet goes on from the event itself', async () => {
    const { rows } = await api.store.pool.query<{ id: string }>(
      `insert into event ("type", "occurredAt", "actor") values ('ORDER_HELD', now(), '{}') returning "id"`,
    )
    const { epoch } = await readLog(api.store.handle, 0, 0)
    const stream = await api.open(document, { after: encodeEventCursor(epoch, Number(rows[0]!.id)) })
    await happen({ type: 'ORDER_RELEASED' })
    // A checkpoint comes before it where the stream had caught up by then.
    let [delivery] = await take(stream, 1)
    if (delivery?.event === null) [delivery] = await take(stream, 1)
    expect(delivery?.event).toEqual({ type: 'ORDER_RELEASED' })
    await stream.return?.()
  })

  test('ends at once while it waits, and again without harm', async () => {
    const stream = await api.open(document)
    await take(stream, 1)
    const waiting = stream.next()
    await stream.return?.()
    expect(await waiting).toMatchObject({ done: true })
    expect(await stream.next()).toMatchObject({ done: true })
    expect(api.log.live.subscribers).toBe(0)
  })

  test('shows an event of a type from a newer build as a delivery without event', async () => {
    const after = await now()
    await happen({ type: 'ORDER_TELEPORTED' }, { type: 'ORDER_HELD' })
    const stream = await api.open(document, { after })
    expect(await take(stream, 2)).toMatchObject([{ event: null }, { event: { type: 'ORDER_HELD' } }])
    await stream.return?.()
  })
})

describe('a cursor', () => {
  const open = async (after: string) => {
    const stream = await api.open('subscription($after: String) { events(after: $after) { cursor } }', { after })
    const { value } = await stream.next()
    await stream.return?.()
    return (value as ExecutionResult).errors?.[0]?.extensions.code
  }

  test.each([
    ['empty', ''],
    ['blank', ' '],
    ['a word', 'nonsense'],
    ['half of one', encodeCursor(1, 1).slice(0, 4)],
    ['one beyond all numbers', Buffer.from('p.1.99999999999999999').toString('base64url')],
    ['a flood', 'x'.repeat(10_000)],
  ])('that is none of ours is refused: %s', async (_, text) => {
    expect(await open(text)).toBe('INVALID_CURSOR')
  })

  test('from another history, or ahead of the log, is refused', async () => {
    const { epoch, head } = await readLog(api.store.handle, 0, 0)
    expect(await open(encodeCursor(epoch, head))).toBeUndefined()
    expect(await open(encodeCursor(epoch, head + 1))).toBe('INVALID_CURSOR')
    expect(await open(encodeCursor(epoch + 1, 0))).toBe('CURSOR_EXPIRED')
    expect(await open(encodeEventCursor(epoch, 999_999_999))).toBe('INVALID_CURSOR')
  })

  test('from before what is kept is refused, and the oldest that is kept is not', async () => {
    const { store, log } = aged
    await store.pool.query(
      `insert into event ("type", "occurredAt", "actor") select 'ORDER_HELD', now() - interval '90 days', '{}' from generate_series(1, 30)`,
    )
    await store.pool.query(`insert into event ("type", "occurredAt", "actor") values ('ORDER_RELEASED', now(), '{}')`)
    await log.advanced()
    const { oldest: first } = (await aged.ask('{ eventLog { oldest } }')).eventLog
    expect(await retainLog(store.handle, 24, 30)).toBe(30)
    const { oldest } = (await aged.ask('{ eventLog { oldest } }')).eventLog
    const from = async (after: string) => {
      const stream = await aged.open('subscription($after: String) { events(after: $after) { event { type } } }', {
        after,
      })
      const { value } = await stream.next()
      await stream.return?.()
      return (value as ExecutionResult).errors?.[0]?.extensions.code ?? value.data.events.event.type
    }
    expect(await from(first)).toBe('CURSOR_EXPIRED')
    expect(await from(oldest)).toBe('ORDER_RELEASED')
  })
})

describe('a filter', () => {
  test('of orders matches the status before or after, the number, the channel and the type, and only what has a sequence', async () => {
    const after = await now()
    const number = orderNumber(FIRST_ORDER_SEQUENCE)
    await happen(
      { type: 'ORDER_IMPORTED', sequence: 1, status: 'NEW', channelKey: 'shop' },
      { type: 'ORDER_VALIDATED', sequence: 2, status: 'READY', previousStatus: 'NEW', channelKey: 'shop' },
      {
        type: 'ORDER_RELEASED',
        sequence: 3,
        status: 'RELEASED',
        previousStatus: 'READY',
        channelKey: 'market',
        number,
      },
      { type: 'STOCK_MOVED', sku: 'A', movement: true },
    )
    expect(await replayed('orderEvents', after)).toEqual(['ORDER_IMPORTED', 'ORDER_VALIDATED', 'ORDER_RELEASED'])
    expect(await replayed('orderEvents', after, 'statuses: [NEW]')).toEqual(['ORDER_IMPORTED', 'ORDER_VALIDATED'])
    expect(await replayed('orderEvents', after, 'statuses: [READY]')).toEqual(['ORDER_VALIDATED', 'ORDER_RELEASED'])
    expect(await replayed('orderEvents', after, 'channels: ["market"]')).toEqual(['ORDER_RELEASED'])
    expect(await replayed('orderEvents', after, 'types: [ORDER_IMPORTED]')).toEqual(['ORDER_IMPORTED'])
    expect(await replayed('orderEvents', after, `orderNumbers: ["${number}"]`)).toEqual(['ORDER_RELEASED'])
    expect(await replayed('orderEvents', after, 'types: []')).toEqual([])
  })

  test('of shipments matches any warehouse and carrier that the shipment has or had, never the movements of its stock', async () => {
    const after = await now()
    await happen(
      {
        type: 'SHIPMENT_PLANNED',
        shipment: true,
        sequence: 1,
        warehouseKeys: ['north', 'south'],
        carriers: ['old', 'new'],
      },
      { type: 'STOCK_MOVED', shipment: true, movement: true, sku: 'A', warehouseKeys: ['north'] },
    )
    expect(await replayed('shipmentEvents', after)).toEqual(['SHIPMENT_PLANNED'])
    expect(await replayed('shipmentEvents', after, 'warehouses: ["south"], carriers: ["old"]')).toEqual([
      'SHIPMENT_PLANNED',
    ])
    expect(await replayed('shipmentEvents', after, 'warehouses: ["east"]')).toEqual([])
  })

  test('of stock matches the SKU and the warehouse', async () => {
    const after = await now()
    await happen(
      { type: 'STOCK_MOVED', movement: true, sku: 'A', warehouseKeys: ['north'] },
      { type: 'SETTINGS_CHANGED', sku: 'B' },
    )
    expect(await replayed('stockEvents', after)).toEqual(['STOCK_MOVED', 'SETTINGS_CHANGED'])
    expect(await replayed('stockEvents', after, 'skus: ["B"]')).toEqual(['SETTINGS_CHANGED'])
    expect(await replayed('stockEvents', after, 'warehouses: ["north"]')).toEqual(['STOCK_MOVED'])
  })

  test('of exceptions matches the queue before or after, and the kind', async () => {
    const after = await now()
    await happen({ type: 'EXCEPTION_ASSIGNED', exceptionKind: 'MANUAL', queues: ['a', 'b'] })
    expect(await replayed('exceptionEvents', after, 'queues: ["b"], kinds: [MANUAL]')).toEqual(['EXCEPTION_ASSIGNED'])
    expect(await replayed('exceptionEvents', after, 'kinds: [NO_ROUTE]')).toEqual([])
  })

  test('with more than 100 entries is refused before the stream begins', async () => {
    const channels = Array.from({ length: 101 }, (_, index) => `c${index}`)
    const stream = await api.open('subscription($channels: [String!]) { events(channels: $channels) { cursor } }', {
      channels,
    })
    expect(((await stream.next()).value as ExecutionResult).errors?.[0]?.message).toContain('at most 100')
  })
})

describe('who subscribes', () => {
  test('as a connector sees its channel alone', async () => {
    const after = await now()
    await happen(
      { type: 'ORDER_IMPORTED', sequence: 1, channelKey: 'shop' },
      { type: 'ORDER_HELD', sequence: 1, channelKey: 'market' },
      { type: 'SETTINGS_CHANGED' },
    )
    const asker = { role: 'connector', channelKey: 'shop' } as const
    expect(await replayed('events', after, '', asker)).toEqual(['ORDER_IMPORTED'])
    expect(await replayed('events', after, 'channels: ["market"]', asker)).toEqual([])
  })

  test('without customers:read sees that a personal value changed, and not what it was', async () => {
    const after = await now()
    const changes = [{ field: 'customer.email', before: null, after: { digest: 'abc' }, personal: true }]
    await happen({ type: 'ORDER_UPDATED', sequence: 1, changes })
    await api.store.pool.query(
      `insert into event_personal ("eventId", "field", "side", "salt", "value") select max("id"), 'customer.email', 'after', 's', '"a@b.example"' from event`,
    )
    const changed = async (role: 'admin' | 'reader') => {
      const stream = await api.open(
        'subscription($after: String) { events(after: $after) { event { changes { field after redacted } } } }',
        { after },
        { role },
      )
      const [delivery] = await take(stream, 1)
      await stream.return?.()
      return delivery!.event.changes
    }
    expect(await changed('admin')).toEqual([{ field: 'customer.email', after: 'a@b.example', redacted: false }])
    expect(await changed('reader')).toEqual([{ field: 'customer.email', after: null, redacted: true }])
  })
})

describe('a quiet filter', () => {
  test('gets a checkpoint after a thousand events that it skipped, so that its cursor does not grow old', async () => {
    const after = await now()
    await api.store.pool.query(
      `insert into event ("type", "occurredAt", "actor") select 'ORDER_HELD', now(), '{}' from generate_series(1, 2500)`,
    )
    await api.log.advanced()
    const stream = await api.open(
      'subscription($after: String) { events(after: $after, types: [ORDER_RELEASED]) { cursor live event { type } } }',
      { after },
    )
    const deliveries = await take(stream, 3)
    expect(deliveries.map(({ live, event }) => ({ live, event }))).toEqual([
      { live: false, event: null },
      { live: false, event: null },
      { live: true, event: null },
    ])
    expect(deliveries[2]!.cursor).toBe(await now())
    await stream.return?.()
  })
})
