import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readOptions } from '#cli/import/options'
import { rejectsPath } from '#cli/import/rejects-file'
import { runImport } from '#cli/import/run-import'
import type { Summary } from '#cli/import/summary'
import { ApiStandIn } from './api-stand-in.ts'
import { header, mapJson, row } from './sheet.ts'

const MAY_3 = '2024-05-03 09:00'
const rows = [
  row('1', 'A', 3, '2.00'),
  row('1', 'B', 1, '5.00'),
  row('C5', 'A', -1, '2.00', '100', MAY_3),
  row('C5', 'Z', -1, '9.00', '100', MAY_3),
  row('2', 'D', 1, '2.00'),
  row('A7', 'B', 1, '-11062.06', ''),
]

let folder: string
let api: ApiStandIn

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossdock-import-'))
  api = await ApiStandIn.start()
  await writeFile(join(folder, 'map.json'), JSON.stringify(mapJson))
})
afterEach(async () => {
  await api.stop()
  await rm(folder, { recursive: true })
})

const csv = (lines: string[][]) => `${[header, ...lines].map((fields) => fields.join(',')).join('\n')}\n`

async function run(lines: string[][] | string | Buffer = rows, more: string[] = [], stop = new AbortController()) {
  const file = join(folder, 'orders.csv')
  await writeFile(file, Array.isArray(lines) ? csv(lines) : lines)
  let out = ''
  let err = ''
  const argv = [file, '--channel', 'shop', '--map', join(folder, 'map.json'), '--json', ...more]
  const options = readOptions(argv, { CROSSDOCK_URL: api.url, CROSSDOCK_TOKEN: 'cdk_test' })
  if (options === 'help') throw new Error('asked for help')
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    stop: stop.signal,
  }
  const code = await runImport(options, io)
  return { code, err, summary: JSON.parse(out === '' ? 'null' : out) as Summary }
}

const rejects = () => readFile(join(folder, 'orders.csv.rejects.csv'), 'utf8')

describe('crossdock import', () => {
  it('brings a file in, whole, and says what became of every row', async () => {
    const { code, summary } = await run()
    expect(code).toBe(0)
    expect(summary).toMatchObject({
      rows: 6,
      dispositions: { LINE: 3, RETURNED: 1, UNMATCHED: 1, SET_ASIDE: 1, UNACCOUNTED: 0 },
      orders: { CREATED: 2, NOT_SENT: 0 },
      exceptions: { raised: 1, known: 0, refused: 0 },
      rejects: { rows: 1 },
    })
    expect(api.channel).toBe('shop')
    expect(api.statuses).toEqual([{ field: 'status', value: 'done', intent: 'DELIVERED_ELSEWHERE' }])
    expect(JSON.parse(api.orders.get('1') ?? '')).toMatchObject({ returns: [{ reference: 'C5' }] })
    expect([...api.cases.keys()]).toEqual(['RECONCILIATION_MISMATCH shop C5:2'])
    expect(await rejects()).toBe(
      `rejected line,rejected because,${header.join(',')}\r\n7,a ledger entry,A7,B,B thing,1,2024-05-01 10:00,-11062.06,,United Kingdom\r\n`,
    )
  })

  it('a second time creates nothing and changes nothing', async () => {
    await run()
    const before = new Map(api.orders)
    const { code, summary } = await run()
    expect(code).toBe(0)
    expect(summary.orders).toMatchObject({ CREATED: 0, UPDATED: 0, UNCHANGED: 2 })
    expect(summary.exceptions).toMatchObject({ raised: 0, known: 1 })
    expect(api.orders).toEqual(before)
    expect(api.statuses).toHaveLength(1)
  })

  it('stopped in the middle leaves what is in, and a repeat ends where one run would have', async () => {
    const many = Array.from({ length: 3_000 }, (_, i) => row(String(i + 1), 'A', 2, '2.00', String(i % 7)))
    many.push(row('C1', 'A', -1, '2.00', '3', MAY_3))
    const stop = new AbortController()
    api.onOrders = () => stop.abort()
    const first = await run(many, ['--concurrency', '1'], stop)
    expect(first.code).toBe(130)
    expect(first.summary.dispositions.UNACCOUNTED).toBeGreaterThan(0)
    expect(first.summary.orders.CREATED).toBe(api.orders.size)
    expect(api.orders.size).toBeLessThan(3_000)

    api.onOrders = undefined
    const second = await run(many)
    expect(second.code).toBe(0)
    expect(second.summary.orders.UNCHANGED).toBe(first.summary.orders.CREATED)
    const interrupted = new Map(api.orders)
    api.orders.clear()
    await run(many)
    expect(api.orders).toEqual(interrupted)
  })

  it('puts the rows of a refused order into the rejects file, each with its reason, and the credits it would have borne', async () => {
    api.refuse.add('1')
    const { code, summary } = await run()
    expect(code).toBe(3)
    expect(summary.dispositions).toMatchObject({ LINE: 1, REFUSED: 3, UNMATCHED: 1, SET_ASIDE: 1 })
    const written = (await rejects()).split('\r\n').map((line) => line.split(/,(?=1|C5|A7)/)[0])
    expect(written.slice(1, -1)).toEqual([
      '2,the order was refused: No such SKU. (INVALID_INPUT)',
      '3,No such SKU. (INVALID_INPUT)',
      '4,"the sale that it takes back, 1, was refused"',
      '7,a ledger entry',
    ])
  })

  it('leaves no rejects file where nothing was rejected, not even an old one', async () => {
    await run()
    expect(existsSync(join(folder, 'orders.csv.rejects.csv'))).toBe(true)
    const { summary } = await run(rows.slice(0, 2))
    expect(summary.rejects).toBeNull()
    expect(existsSync(join(folder, 'orders.csv.rejects.csv'))).toBe(false)
  })

  it('leaves a read-only folder alone, also as root: the rejects go to the current one, or where an option says', async () => {
    const closed = join(folder, 'closed')
    await mkdir(closed)
    await chmod(closed, 0o555)
    const file = join(closed, 'orders.csv')
    expect(await rejectsPath(file, undefined)).toBe(join(process.cwd(), 'orders.csv.rejects.csv'))
    expect(await rejectsPath(file, join(folder, 'mine.csv'))).toBe(join(folder, 'mine.csv'))
    await expect(rejectsPath(file, join(closed, 'mine.csv'))).rejects.toThrow(/name another with --rejects$/)
  })

  it('takes a corrected rejects file with the same map', async () => {
    await run([row('1', 'A', 'x', '2.00'), row('2', 'A', 1, '2.00')])
    const corrected = (await rejects()).replace(',x,', ',4,')
    const { code, summary } = await run(corrected)
    expect([code, summary.orders.CREATED]).toEqual([0, 1])
  })

  it('writes cells that a spreadsheet would run as text, and reads them as they were', async () => {
    const titles = ['=1+1', '@SUM(A1)', '+cmd', '-2+3', "'=x", "''@y", "'kept", '\tx', '＝1', '-5.00']
    const quote = (text: string) => (text.includes('\t') ? `"${text}"` : text)
    const lines = titles.map((title, n) => {
      const fields = row(String(n + 1), 'A', 'x', '2.00')
      return fields.map((text, at) => (at === header.indexOf('What') ? quote(title) : text))
    })
    await run(lines)
    const written = (await rejects()).split('\r\n').slice(1, -1)
    const cells = written.map((line) => line.split(',')[2 + header.indexOf('What')]!.replaceAll('"', ''))
    expect(cells).toEqual(["'=1+1", "'@SUM(A1)", "'+cmd", "'-2+3", "''=x", "'''@y", "'kept", "'\tx", "'＝1", '-5.00'])
    const { summary } = await run((await rejects()).replaceAll(',x,', ',4,'))
    expect(summary.orders.CREATED).toBe(titles.length)
    const sent = titles.map((_, n) => JSON.parse(api.orders.get(String(n + 1)) ?? '').lines[0].title)
    expect(sent).toEqual(titles.map((title) => title.trim()))
  })

  it('as a dry run sends nothing and still finds the faults', async () => {
    const { code, summary } = await run([...rows, row('3', 'A', 'x', '2.00')], ['--dry-run'])
    expect(code).toBe(3)
    expect(summary.dispositions).toMatchObject({ UNREADABLE: 1 })
    expect(api.calls).toEqual([])
  })

  it('waits for a server that restarts', async () => {
    const late = '{"errors":[{"message":"Too long.","extensions":{"code":"TIMEOUT"}}]}'
    api.trouble = [null, null, null, { status: 503, body: '' }, 'drop', { status: 200, body: late }, null]
    const { code, err } = await run()
    expect(code).toBe(0)
    expect(err).toContain('busy or starting (HTTP 503); trying again')
    expect(err).toContain('trying again in 0.5 s')
    expect(err).toContain('is too busy to finish the call in time; trying again in 1 s')
  })

  it.each([
    [
      'a token that may not',
      { status: 200, body: '{"errors":[{"message":"No.","extensions":{"code":"FORBIDDEN"}}]}' },
      /does not accept the token \(No\.\); set CROSSDOCK_TOKEN/,
    ],
    ['no token', { status: 401, body: '' }, /does not accept the token/],
    [
      'something that is not the API',
      { status: 200, body: '<html>' },
      /without a GraphQL result; CROSSDOCK_URL ends in \/graphql/,
    ],
    [
      'a failure',
      {
        status: 500,
        body: '{"errors":[{"message":"Unexpected error.","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
      },
      /the API answered: Unexpected error\. \(INTERNAL_SERVER_ERROR\)/,
    ],
  ])('says so when it meets %s', async (_, trouble, message) => {
    api.trouble = [trouble]
    await expect(run()).rejects.toThrow(message)
  })

  it('does not change what people have set on the channel', async () => {
    api.channel = 'shop'
    api.statuses.push({ field: 'status', value: 'done', intent: 'IGNORE' })
    await expect(run()).rejects.toThrow('maps status "done" to IGNORE, the map file to DELIVERED_ELSEWHERE')
    expect(api.orders.size).toBe(0)
  })

  it('sends at most 500 orders and 250 kB a call, and one larger order alone', async () => {
    const small = Array.from({ length: 1_001 }, (_, i) => row(String(i + 1), 'A', 1, '2.00'))
    const large = Array.from({ length: 20_000 }, (_, i) => row('L', `S${i}`, 1, '2.00'))
    const { code } = await run([...small, ...large])
    expect(code).toBe(0)
    const sizes = api.calls.filter(({ variables }) => variables.orders).map(({ variables }) => variables.orders?.length)
    expect(sizes).toEqual([500, 500, 1, 1])
  })
})

describe('how the command is called', () => {
  const call = (...argv: string[]) => readOptions(argv, { CROSSDOCK_TOKEN: 't' })
  it.each([
    [[], /name the FILE/],
    [['a.csv', 'b.csv'], /one FILE at a time/],
    [['-', '--channel', 'x', '--map', 'm'], /cannot come from a pipe/],
    [['a.csv', '--map', 'm'], /--channel KEY is missing/],
    [['a.csv', '--channel', 'x'], /--map MAP.json is missing/],
    [['a.csv', '--channel', 'x', '--map', 'm', '--concurrency', '99'], /from 1 to 16/],
    [['a.csv', '--colour'], /colour/],
  ])('%j is refused with what is missing', (argv, message) => {
    expect(() => call(...argv)).toThrow(message)
  })

  it('needs a token, but not for a dry run', () => {
    const argv = ['a.csv', '--channel', 'x', '--map', 'm']
    expect(() => readOptions(argv, {})).toThrow(/CROSSDOCK_TOKEN is not set/)
    expect(readOptions([...argv, '--dry-run'], {})).toMatchObject({ dryRun: true })
  })
})
