import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bus, busBytes, busStartMs } from '#events/bus'
import type { Log } from '#events/log'
import type { Delivery } from '#events/subscriber'
import { type LiveDatabase, makeSubjects, openLiveDatabase, until, writeEvents } from './support.ts'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis) console.warn('skipped: no redis-server on this machine (.ci/run installs it)')

let database: LiveDatabase
let subject: string
let redis: ChildProcess
let port: number

const startRedis = (): ChildProcess =>
  spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'], {
    stdio: 'ignore',
  })

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number }
      server.close(() => resolve(free))
    })
  })

const stop = (child: ChildProcess): Promise<unknown> => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  return ended
}

/** Statements of this handle that read events of the log, and a log that has nothing but Redis to wake it. */
async function listeningLog(reads: { count: number }, onNote?: (note: string) => void): Promise<Log> {
  const { handle } = database.store
  return await database.openLog({
    handle: {
      query: (statement, values) => {
        if (statement.name === 'log_read' && values[1] !== 0) reads.count += 1
        return handle.query(statement, values)
      },
    },
    listenUrl: undefined,
    redisUrl: `redis://127.0.0.1:${port}`,
    pollMs: 60_000,
    ...(onNote === undefined ? {} : { onNote }),
  })
}

async function takeTo(stream: AsyncIterableIterator<Delivery>, position: number): Promise<number[]> {
  const positions: number[] = []
  while (positions.at(-1) !== position) {
    const { event } = (await stream.next()).value as Delivery
    if (event !== null) positions.push(event.position)
  }
  return positions
}

describe.skipIf(!hasRedis)('with Redis between the processes', () => {
  beforeAll(async () => {
    port = await freePort()
    redis = startRedis()
    database = await openLiveDatabase(12)
    subject = (await makeSubjects(database.store.pool, 1))[0]!
  })
  afterAll(async () => {
    await database.close()
    await stop(redis)
  })

  test('events reach another process without a read of its own, and every one of them once when Redis is lost and comes back', async () => {
    const reads = { writer: { count: 0 }, reader: { count: 0 } }
    const writer = await listeningLog(reads.writer)
    const reader = await listeningLog(reads.reader)
    const own = await writer.live.subscribe({ matches: () => true })
    const stream = await reader.live.subscribe({ matches: () => true })
    await own.next()
    await stream.next()
    const start = reader.head

    for (let n = 0; n < 20; n++) {
      await writeEvents(database.store.pool, { subject, events: 3 })
      await writer.advanced()
    }
    expect(await takeTo(stream, start + 60)).toEqual(Array.from({ length: 60 }, (_, index) => start + 1 + index))
    expect(reads.writer.count).toBeGreaterThan(0)
    expect(reads.reader.count).toBe(0)

    await stop(redis)
    await writeEvents(database.store.pool, { subject, events: 5 })
    await writer.advanced()
    redis = startRedis()
    let written = 65
    // What Redis missed is found by the first batch that does not continue, from the database.
    await until(async () => {
      await writeEvents(database.store.pool, { subject })
      await writer.advanced()
      written += 1
      return reader.head > start + 65
    }, 'Redis is used again')
    const rest = await takeTo(stream, start + written)
    expect(rest).toEqual(Array.from({ length: written - 60 }, (_, index) => start + 61 + index))
    expect(reads.reader.count).toBeGreaterThan(0)
    await own.return?.()
    await stream.return?.()
  })

  test('a Redis that comes after the process is found', async () => {
    await stop(redis)
    const count = { count: 0 }
    const [writer, reader] = [await listeningLog(count), await listeningLog(count)]
    redis = startRedis()
    const before = reader.head
    await until(async () => {
      await writeEvents(database.store.pool, { subject })
      await writer.advanced()
      return reader.head > before
    }, 'the processes receive from each other')
  })

  test('a Redis that is away is reported once, and so is its return', async () => {
    const notes: string[] = []
    const errors: unknown[] = []
    await database.openLog({
      redisUrl: `redis://127.0.0.1:${port}`,
      onNote: (note) => notes.push(note),
      onError: (error) => errors.push(error),
    })
    await stop(redis)
    // The client comes back by itself only after several attempts, each of which fails again.
    await until(() => notes.length === 1, 'the loss is reported')
    redis = startRedis()
    await until(() => notes.length > 1, 'the return is reported')
    expect(notes).toEqual([expect.stringMatching(/^Redis does not answer \(.+\)/), 'Redis is back'])
    expect(errors).toEqual([])
  })

  test('a process starts though Redis is frozen, says so, and joins it when it goes on', async () => {
    redis.kill('SIGSTOP')
    const notes: string[] = []
    const began = Date.now()
    const count = { count: 0 }
    const reader = await listeningLog(count, (note) => notes.push(note))
    expect(Date.now() - began).toBeLessThan(busStartMs + 5_000)
    expect(notes).toEqual([expect.stringMatching(/^Redis does not answer \(.+\): events go through Postgres alone/)])
    redis.kill('SIGCONT')
    await until(() => notes.includes('Redis is back'), 'the process joins')
    const writer = await listeningLog(count)
    const before = reader.head
    await until(async () => {
      await writeEvents(database.store.pool, { subject })
      await writer.advanced()
      return reader.head > before
    }, 'the processes receive from each other')
  })

  test('a Redis that freezes later is given up, and what is sent to it meanwhile has a bound', async () => {
    const away: string[] = []
    let isBack = false
    const bus = new Bus({
      url: `redis://127.0.0.1:${port}`,
      identity: 'bounds',
      onBatch: () => {},
      onError: () => {},
      onAway: (reason) => away.push(reason),
      onBack: () => {
        isBack = true
      },
    })
    await bus.start()
    expect(away).toEqual([])
    redis.kill('SIGSTOP')
    const text = 'x'.repeat(2_000)
    const page = { epoch: 1, head: 1, oldest: 1, events: [{ text }] } as never // Redis does not look inside
    let most = 0
    for (let n = 0; n < 100_000; n++) {
      bus.publish(page, n)
      most = Math.max(most, bus.underWay)
    }
    expect(most).toBeGreaterThan(busBytes / 2)
    expect(most).toBeLessThan(busBytes + 10_000)
    await until(() => away.length > 0, 'it is given up')
    await until(() => bus.underWay === 0, 'nothing is kept for it')
    bus.publish(page, 1)
    expect(bus.underWay).toBe(0)
    redis.kill('SIGCONT')
    await until(() => isBack, 'it is joined again')
    bus.close()
  })

  test('a process starts and works though Redis is not there', async () => {
    const log = await database.openLog({ redisUrl: 'redis://127.0.0.1:1' })
    const stream = await log.live.subscribe({ matches: () => true })
    await stream.next()
    await writeEvents(database.store.pool, { subject })
    log.nudge()
    expect(((await stream.next()).value as Delivery).event).not.toBeNull()
    await stream.return?.()
  })
})
