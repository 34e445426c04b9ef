import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { accountFor } from '#store/embedded/account'
import { layoutOf } from '#store/embedded/folder'
import { findPostmaster } from '#store/embedded/process'
import { type Embedded, type EmbeddedOptions, startEmbedded, stopEmbedded } from '#store/embedded/start'
import { runTypeScript } from '../support/real-process.ts'

const root = mkdtempSync(join(tmpdir(), 'crossdock-embedded-'))
chmodSync(root, 0o755)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const asRoot = process.getuid?.() === 0
const used: string[] = []
const started: Embedded[] = []
let folders = 0

function newFolder(): string {
  const folder = join(root, `data${++folders}`)
  used.push(folder)
  return folder
}

afterEach(async () => {
  // In this order: who still uses a database brings it back.
  for (const database of started.splice(0)) await database.stop()
  for (const folder of used.splice(0)) await stopEmbedded(folder)
})

async function start(folder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const database = await startEmbedded(folder, { durability: 'off', ...options })
  started.push(database)
  return database
}

const refusal = (folder: string, options: EmbeddedOptions = {}) =>
  start(folder, options).then(
    () => 'it started',
    (error: Error) => error.message,
  )

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

const pidOf = (folder: string) => findPostmaster(layoutOf(folder))?.pid

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true in time')
    await new Promise((done) => setTimeout(done, 20))
  }
}

describe('the embedded database', () => {
  it('is created in UTF-8, in UTC, on the loopback address only, and keeps its password to its owner', async () => {
    const folder = newFolder()
    const { url } = await start(folder)
    const [row] = await query(
      url,
      `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
         current_setting('listen_addresses') as address, current_setting('max_connections') as connections,
         (select datcollate from pg_database where datname = current_database()) as locale`,
    )
    expect(row).toEqual({ encoding: 'UTF8', zone: 'UTC', address: '127.0.0.1', connections: '300', locale: 'C' })
    expect(statSync(layoutOf(folder).password).mode & 0o777).toBe(0o600)
  })

  it('flushes to disk unless a test says otherwise', async () => {
    const folder = newFolder()
    const { url, stop } = await startEmbedded(folder)
    const settings = `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
      current_setting('synchronous_commit') as commit`
    expect(await query(url, settings)).toEqual([{ fsync: 'on', pages: 'on', commit: 'on' }])
    await stop()
  })

  it('keeps data, port and password from one start to the next', async () => {
    const folder = newFolder()
    const first = await start(folder)
    await query(first.url, 'create table kept as select 7 as n')
    await first.stop()
    expect(pidOf(folder)).toBeUndefined()
    const second = await start(folder)
    expect(second).toMatchObject({ url: first.url, adopted: false })
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }])
  })

  it('recovers after kill -9, its stale postmaster.pid included', async () => {
    const folder = newFolder()
    const first = await start(folder)
    await query(first.url, 'create table kept as select 7 as n; checkpoint; insert into kept values (8)')
    await first.stop()
    const again = runTypeScript('tests/runtime/hold-database.ts', [folder])
    await again.line(/^ready/)
    const pid = pidOf(folder)!
    await query(first.url, 'insert into kept values (9)')
    await again.kill()
    process.kill(pid, 'SIGKILL')
    await until(() => pidOf(folder) === undefined)
    expect(readFileSync(layoutOf(folder).pidFile, 'utf8')).toContain(String(pid))
    const { url } = await start(folder)
    expect(await query(url, 'select n from kept order by n')).toEqual([{ n: 7 }, { n: 8 }, { n: 9 }])
  })

  it('starts although the number in its stale postmaster.pid belongs to another program by now', async () => {
    const folder = newFolder()
    const first = await start(folder)
    const text = readFileSync(layoutOf(folder).pidFile, 'utf8')
    await first.stop()
    const account = accountFor(layoutOf(folder).cluster)
    const other = spawn('sleep', ['60'], account === undefined ? {} : { uid: account.uid, gid: account.gid })
    writeFileSync(layoutOf(folder).pidFile, text.replace(/^\d+/, String(other.pid)))
    const second = await start(folder)
    expect(second.adopted).toBe(false)
    other.kill()
  })

  it('starts although a crash left its postmaster.pid empty', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    const { pidFile } = layoutOf(folder)
    writeFileSync(pidFile, '')
    utimesSync(pidFile, new Date('2026-01-01'), new Date('2026-01-01'))
    expect((await start(folder)).adopted).toBe(false)
  })

  it('comes back by itself, on its port, when it is killed while we use it', async () => {
    const folder = newFolder()
    const { url } = await start(folder)
    process.kill(pidOf(folder)!, 'SIGKILL')
    await until(() =>
      query(url, 'select 1').then(
        () => true,
        () => false,
      ),
    )
  })
})

describe('a data folder that several of our processes use', () => {
  it('has one database, whoever starts first, and the last to stop stops it', async () => {
    const folder = newFolder()
    const both = await Promise.all([start(folder), start(folder)])
    expect(both[0].url).toBe(both[1].url)
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true])
    await both[0].stop()
    expect(await query(both[1].url, 'select 1 as one')).toEqual([{ one: 1 }])
    await both[1].stop()
    expect(pidOf(folder)).toBeUndefined()
  })

  it('is safe when real processes start at the same instant, and when all stop at the same instant', async () => {
    const folder = newFolder()
    const processes = [1, 2, 3].map(() => runTypeScript('tests/runtime/hold-database.ts', [folder]))
    const ready = await Promise.all(processes.map((each) => each.line(/^ready/)))
    const answers = ready.map((line) => JSON.parse(line.slice('ready '.length)) as { url: string; adopted: boolean })
    expect(new Set(answers.map(({ url }) => url)).size).toBe(1)
    expect(answers.filter(({ adopted }) => !adopted)).toHaveLength(1)
    for (const each of processes) each.child.stdin?.write('stop\n')
    await Promise.all(processes.map((each) => each.ended))
    expect(pidOf(folder)).toBeUndefined()
  })

  it('leaves a live database behind a killed process, in a process group of its own, for the next one to adopt', async () => {
    const folder = newFolder()
    const first = runTypeScript('tests/runtime/hold-database.ts', [folder])
    await first.line(/^ready/)
    const pid = pidOf(folder)
    if (process.platform === 'linux') {
      const group = (id: number | undefined) => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]
      expect(group(pid)).not.toBe(group(first.child.pid))
    }
    await first.kill()
    const second = await start(folder)
    expect(second.adopted).toBe(true)
    expect(pidOf(folder)).toBe(pid)
    await second.stop()
    expect(pidOf(folder)).toBeUndefined()
  })
})

describe('what stands in the way gets one sentence', () => {
  it('a port in use, when we were asked to use it', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    await occupied(async (port) => {
      expect(await refusal(folder, { port })).toBe(
        `Port ${port} on 127.0.0.1, where Crossdock's database should listen, is in use by another program: stop that program, or set CROSSDOCK_PG_PORT to a free port (unset, one is chosen).`,
      )
    })
  })

  it('a port in use, when we chose it ourselves, is no one else’s business: another is chosen and remembered', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    await occupied(async (taken) => {
      writeFileSync(layoutOf(folder).port, `${taken}\n`)
      const { port, stop } = await start(folder)
      expect(port).not.toBe(taken)
      expect(Number(readFileSync(layoutOf(folder).port, 'utf8'))).toBe(port)
      await stop()
    })
  })

  it('a folder written by another major version, a folder of something else, a lost password', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    const layout = layoutOf(folder)
    rmSync(layout.password)
    expect(await refusal(folder)).toContain(
      `The password of the database in ${layout.cluster} is missing: put the file`,
    )
    writeFileSync(join(layout.cluster, 'PG_VERSION'), '17\n')
    expect(await refusal(folder)).toMatch(/^The database in .* was written by Postgres 17 and this Crossdock brings/)
    rmSync(join(layout.cluster, 'PG_VERSION'))
    expect(await refusal(folder)).toContain(`${layout.home} is not empty and holds no Crossdock database`)
  })

  it.runIf(process.platform === 'linux')('a folder that the system cannot make is reported at once', async () => {
    await expect(startEmbedded('/proc/crossdock/data')).rejects.toThrow(
      'The data folder /proc/crossdock/data cannot be used',
    )
  })

  it('a file in place of the folder', async () => {
    const folder = newFolder()
    writeFileSync(folder, '')
    expect(await refusal(folder)).toBe(
      `The data folder ${folder} cannot be used: a file is in its place; give this user the folder (chown, chmod) or set CROSSDOCK_DATA to another.`,
    )
  })

  it('a folder that may not be entered', async () => {
    const closed = newFolder()
    mkdirSync(closed, { mode: asRoot ? 0o700 : 0o000 })
    const folder = asRoot ? join(closed, 'data') : closed
    expect(await refusal(folder)).toContain(
      asRoot
        ? `The data folder ${folder} cannot be reached by the user "postgres", as whom Postgres runs when Crossdock is started by root, because ${closed} is closed to others`
        : `The data folder ${folder} cannot be used: this user may not read and write it`,
    )
    chmodSync(closed, 0o700)
  })

  it('a cluster that others may read, which Postgres refuses', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    chmodSync(layoutOf(folder).cluster, 0o777)
    expect(await refusal(folder)).toContain(`Postgres may not use its folder ${layoutOf(folder).cluster}`)
  })
})

async function occupied(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  try {
    await work(typeof address === 'object' && address !== null ? address.port : 0)
  } finally {
    server.close()
  }
}
