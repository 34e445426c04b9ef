import { beforeAll, expect, test } from 'vitest'
import { eventTypes } from '#domain/events'
import { startApi } from '../support/api.ts'

type Shown = { id: string; type: string }

const api = await startApi()
let log: Shown[]

const insert = `insert into event ("type", "occurredAt", "actor", "channelKey")
  select t, '2026-11-20T12:00:00Z', '{"id": null, "kind": "SYSTEM", "name": "test"}', case n % 2 when 0 then 'shop' else 'other' end
  from unnest($1::text[]) with ordinality u(t, n)`

async function walk(args: string, first: 'first' | 'last', size: number, asker = {}): Promise<Shown[]> {
  const shown: Shown[] = []
  for (let from = ''; ; ) {
    const { events } = await api.ask(
      `{ events(${args} ${first}: ${size}${from}) { nodes { id type } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      {},
      asker,
    )
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = events.pageInfo
    if (first === 'first') shown.push(...events.nodes)
    else shown.unshift(...events.nodes)
    if (!(first === 'first' ? hasNextPage : hasPreviousPage)) return shown
    from = first === 'first' ? `, after: "${endCursor}"` : `, before: "${startCursor}"`
  }
}

beforeAll(async () => {
  const { pool } = api.store
  const advance = () => pool.query('select log_advance(1000)')
  // One of each type in a transaction that commits after later ids have their places: the log's order is not that of ids.
  const late = await pool.connect()
  await late.query('begin')
  await late.query(insert, [eventTypes])
  await pool.query(insert, [[...eventTypes].reverse()])
  await advance()
  await late.query('commit')
  late.release()
  await advance()
  await pool.query(insert, [Array.from({ length: 60 }, () => 'STOCK_MOVED')])
  await pool.query(insert, [['SHIPMENT_PACKED']])
  await advance()
  log = await walk('', 'first', 50)
})

test('the whole log is not in the order of ids', () => {
  expect(log).toHaveLength(2 * eventTypes.length + 61)
  expect(log.slice(0, eventTypes.length).map(({ type }) => type)).toEqual([...eventTypes].reverse())
})

test('each type alone, read from either end, is what the whole log has of it', async () => {
  for (const type of eventTypes) {
    const own = log.filter((event) => event.type === type)
    expect(own.length).toBeGreaterThanOrEqual(2)
    expect(await walk(`types: [${type}],`, 'first', 50)).toEqual(own)
    expect(await walk(`types: [${type}],`, 'last', 50)).toEqual(own)
  }
})

test('several types come merged, one of them rare and one named twice, over pages from both ends', async () => {
  const asked = ['SHIPMENT_PACKED', 'STOCK_MOVED', 'ORDER_IMPORTED', 'STOCK_MOVED', 'SETTINGS_CHANGED']
  const own = log.filter(({ type }) => asked.includes(type))
  for (const size of [1, 7, 50]) {
    expect(await walk(`types: [${asked.join(', ')}],`, 'first', size)).toEqual(own)
    expect(await walk(`types: [${asked.join(', ')}],`, 'last', size)).toEqual(own)
  }
  const allButOne = eventTypes.slice(1)
  expect(await walk(`types: [${allButOne.join(', ')}],`, 'last', 20)).toEqual(
    log.filter(({ type }) => type !== eventTypes[0]),
  )
  expect(await walk(`types: [${eventTypes.join(', ')}],`, 'last', 20)).toEqual(log)
})

test('no type is no event, and a connector sees those of its channel', async () => {
  expect(await walk('types: [],', 'last', 10)).toEqual([])
  const connector = { role: 'connector', channelKey: 'shop' } as const
  const { rows } = await api.store.pool.query(
    `select e."type" from event e join event_log l on l."eventId" = e."id"
     where e."channelKey" = 'shop' and e."type" in ('STOCK_MOVED', 'SHIPMENT_PACKED') order by l."position"`,
  )
  for (const end of ['first', 'last'] as const) {
    const seen = await walk('types: [SHIPMENT_PACKED, STOCK_MOVED],', end, 4, connector)
    expect(seen.map(({ type }) => type)).toEqual(rows.map(({ type }) => type))
    expect(rows.length).toBeLessThan(60)
  }
})

test('a place has the type of its event, whoever advanced the log', async () => {
  const { rows } = await api.store.pool.query(
    'select count(*)::int as n from event_log l join event e on e."id" = l."eventId" where l."type" <> e."type"',
  )
  expect(rows).toEqual([{ n: 0 }])
})
