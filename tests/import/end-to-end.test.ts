import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Summary } from '#cli/import/summary'
import { type RealProcess, runTypeScript } from '../support/real-process.ts'
import { startServer } from '../support/server.ts'
import { header, mapJson, row } from './sheet.ts'

const server = await startServer()
const folder = await mkdtemp(join(tmpdir(), 'crossdock-end-to-end-'))
afterAll(() => rm(folder, { recursive: true }))

const ORDERS = 3_000
const file = join(folder, 'orders.csv.gz')
const map = join(folder, 'map.json')
await writeFile(file, gzipSync([header, ...year()].map((fields) => fields.join(',')).join('\n')))
await writeFile(map, JSON.stringify(mapJson))

/** A small year: sales of two lines and postage, returns, cancellations, dear credits, and rows that are no orders. */
function year(): string[][] {
  const rows: string[][] = []
  for (let n = 1; n <= ORDERS; n++) {
    const customer = String(n % 50)
    const day = `2024-0${1 + (n % 9)}-1${n % 10}`
    const sell = (sku: string, units: number, price: string) =>
      rows.push(row(String(n), sku, units, price, customer, `${day} 10:00`))
    sell(`S${n % 20}`, 3, '2.50')
    sell(`S${n % 7}`, 1, '0.99')
    if (n % 3 === 0) sell('POST', 1, '4.00')
    const credit = (sku: string, price: string, at: string) =>
      rows.push(row(`C${n}`, sku, -1, price, customer, `${at} 12:00`))
    if (n % 10 === 0) credit(`S${n % 20}`, '2.50', '2024-11-01')
    if (n % 25 === 0) credit(`S${n % 20}`, '2.50', day)
    if (n % 40 === 0) credit(`S${n % 20}`, '9.50', '2024-12-01')
    if (n % 100 === 0) credit('NEVER-SOLD', '1.00', '2024-12-01')
  }
  return [...rows, row('A1', 'B', 1, '-5', ''), row('X1', 'S1', -4, '0', '')]
}

const importInto = (channel: string, more: string[] = [], token = server.adminToken ?? ''): RealProcess => {
  const rejects = join(folder, `${channel}.rejects.csv`)
  const args = ['import', file, '--channel', channel, '--map', map, '--rejects', rejects, '--json', ...more]
  return runTypeScript('tests/import/command-process.ts', args, {
    CROSSDOCK_URL: `${server.url}/graphql`,
    CROSSDOCK_TOKEN: token,
  })
}

const summaryOf = (process: RealProcess): Summary => {
  const json = process
    .output()
    .split('\n')
    .find((line) => line.startsWith('{'))
  if (json === undefined) throw new Error(process.output())
  return JSON.parse(json)
}

const query = async <T>(text: string, values: string[] = []): Promise<T[]> =>
  (await server.runtime.store.pool.query(text, values)).rows

const ordersIn = async (channel: string): Promise<number> => {
  const [found] = await query<{ n: number }>(
    `select count(*)::int n from "order" o join channel c on c.id = o."channelId" where c.key = $1`,
    [channel],
  )
  return found?.n ?? 0
}

/** What the import left in a channel, but for ids, our own numbers and the clock. */
const stateOf = async (channel: string): Promise<unknown> => {
  const digest = async (columns: string, from: string) => {
    const text = `concat_ws(',', ${columns})`
    const [row] = await query(
      `select count(*)::int n, md5(string_agg(${text}, '|' order by ${text})) digest from ${from} where c.key = $1`,
      [channel],
    )
    return row
  }
  const orders = '"order" o join channel c on c.id = o."channelId"'
  return {
    orders: await digest(
      'o.reference, o.status, o."customerStatus", o."paymentStatus", o."placedAt", o.total, o."paidTotal", o."refundedTotal", o.version',
      orders,
    ),
    lines: await digest(
      'o.reference, l.reference, l.sku, l.kind, l.quantity, l.open, l.delivered, l.cancelled, l.returned, l.total',
      `order_line l join "order" o on o.id = l."orderId" join channel c on c.id = o."channelId"`,
    ),
    refunds: await digest(
      'o.reference, r.reference, r.kind, r.amount',
      `refund r join "order" o on o.id = r."orderId" join channel c on c.id = o."channelId"`,
    ),
    cases: await digest(
      "e.kind, split_part(e.subject, ':', 3), e.status",
      'exception_case e join channel c on c.id = e."channelId"',
    ),
    stock: await query('select count(*)::int n from stock_movement'),
  }
}

test('a file killed in the middle and repeated ends in the same state as one that ran through, and a third time changes nothing', async () => {
  const whole = importInto('whole')
  expect(await whole.ended, whole.output()).toBe(0)
  expect(summaryOf(whole)).toMatchObject({
    orders: { CREATED: ORDERS, NOT_SENT: 0 },
    dispositions: { SET_ASIDE: 2, UNACCOUNTED: 0 },
    rejects: { rows: 2 },
  })
  expect(await readFile(join(folder, 'whole.rejects.csv'), 'utf8')).toContain('a ledger entry')

  const killed = importInto('broken', ['--concurrency', '1'])
  const deadline = Date.now() + 30_000
  while ((await ordersIn('broken')) === 0 && Date.now() < deadline) await new Promise((next) => setTimeout(next, 5))
  await killed.kill('SIGKILL')
  expect(await ordersIn('broken')).toBeLessThan(ORDERS)

  const repeated = importInto('broken')
  expect(await repeated.ended, repeated.output()).toBe(0)
  const { orders } = summaryOf(repeated)
  expect(orders.UNCHANGED).toBeGreaterThan(0)
  expect(orders.CREATED + orders.UNCHANGED).toBe(ORDERS)
  expect(await stateOf('broken')).toEqual(await stateOf('whole'))

  const before = await query('select count(*)::int n from event')
  const again = importInto('broken', [], await server.token('connector', 'broken'))
  expect(await again.ended, again.output()).toBe(0)
  expect(summaryOf(again)).toMatchObject({
    orders: { CREATED: 0, UPDATED: 0, UNCHANGED: ORDERS },
    exceptions: { raised: 0 },
  })
  expect(await query('select count(*)::int n from event')).toEqual(before)
  expect(await stateOf('broken')).toEqual(await stateOf('whole'))
}, 180_000)

test('what the server refuses is in the rejects file with its reason, and the rest is in', async () => {
  const lines = [
    row('1', 'A', 1, '2.00'),
    row('2', 'B', 2_000_000, '0.01'),
    row('C1', 'B', -1, '0.01', '100', '2024-06-01 09:00'),
  ]
  const small = join(folder, 'small.csv')
  await writeFile(small, [header, ...lines].map((fields) => fields.join(',')).join('\n'))
  const args = ['import', small, '--channel', 'small', '--map', map, '--json']
  const env = { CROSSDOCK_URL: `${server.url}/graphql`, CROSSDOCK_TOKEN: server.adminToken ?? '' }
  const process = runTypeScript('tests/import/command-process.ts', args, env)
  expect(await process.ended, process.output()).toBe(3)
  expect(summaryOf(process).dispositions).toMatchObject({ LINE: 1, REFUSED: 2 })
  const rejects = await readFile(`${small}.rejects.csv`, 'utf8')
  expect(rejects).toMatch(/^3,.*whole units from 1 to 1000000 are taken/m)
  expect(rejects).toMatch(/^4,.*the sale that it takes back, 2, was refused/m)
}, 60_000)
