import { type ExecutionResult, parse } from 'graphql'
import { expect, test } from 'vitest'
import { scopesOf } from '#schema/access'
import type { Context } from '#schema/context'
import { createSubscribe } from '#server/execution'
import { fastExecutor } from '#server/executor'
import { buildSchema } from '#server/graph'
import { STREAMS_A_HOLDER } from '#server/limits'
import { Metrics } from '#server/metrics'
import { SharedAnswers } from '#server/shared-answers'
import { AnswerBudget } from '#store/answer-budget'
import { freshId } from '#store/fresh-id'
import { SLICE_MS } from '#store/turn'
import { startServer } from '../support/server.ts'
import { makeSubjects, writeEvents } from './support.ts'

const server = await startServer()
const { store, log, boards } = server.runtime
const schema = buildSchema()
const subscribe = createSubscribe({ metrics: new Metrics(), shared: new SharedAnswers(), executor: fastExecutor })

const contextFor = (principalId: string): Context => ({
  viewer: { principalId, name: 'many', kind: 'USER', role: 'admin', channelKey: null, scopes: new Set(scopesOf.admin) },
  handle: store.handle,
  budget: new AnswerBudget(),
  live: log.live,
  boards,
  now: () => new Date().toISOString(),
  id: freshId,
  committed: () => log.nudge(),
  report: (error) => {
    throw error
  },
})

type Stream = AsyncIterableIterator<ExecutionResult>
const open = async (query: string, contextValue: Context): Promise<Stream | ExecutionResult> =>
  await subscribe({ schema, document: parse(query), contextValue })
const isStream = (opened: Stream | ExecutionResult): opened is Stream => Symbol.asyncIterator in opened

test('a holder of tokens has so many subscriptions open and no more, and others theirs', async () => {
  const board = 'subscription { board { asOf } }'
  const context = contextFor('a')
  const opened: Stream[] = []
  for (let n = 0; n < STREAMS_A_HOLDER; n++) {
    const stream = await open(board, context)
    if (isStream(stream)) opened.push(stream)
  }
  expect(opened).toHaveLength(STREAMS_A_HOLDER)
  expect(await open(board, context)).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] })
  const another = await open(board, contextFor('b'))
  expect(isStream(another)).toBe(true)
  if (isStream(another)) await another.return?.()

  await opened.pop()?.return?.()
  const again = await open(board, context)
  expect(isStream(again)).toBe(true)
  if (isStream(again)) opened.push(again)
  await Promise.all(opened.map((stream) => stream.return?.()))
}, 60_000)

test('one event for many who each ask something else leaves room for others, and each has its events in order', async () => {
  const COUNT = 400
  const EVENTS = 3
  const fields = Array.from({ length: 30 }, (_, n) => `f${n}: occurredAt`).join(' ')
  const context = contextFor('c')
  const streams = await Promise.all(
    Array.from({ length: COUNT }, (_, n) =>
      open(`subscription { events { cursor event { a${n}: type ${fields} } } }`, context),
    ),
  )
  const received = await Promise.all(
    streams.map(async (stream) => {
      if (!isStream(stream)) throw new Error(JSON.stringify(stream))
      await stream.next() // says that it is live
      return { stream, cursors: [] as number[] }
    }),
  )
  const [subject] = await makeSubjects(store.pool, 1)

  let last = performance.now()
  let longest = 0
  let isOver = false
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) setImmediate(look)
  }
  const began = performance.now()
  look()
  const all = Promise.all(
    received.map(async ({ stream, cursors }) => {
      for (let n = 0; n < EVENTS; n++) {
        const { value } = await stream.next()
        const { cursor } = (value as { data: { events: { cursor: string } } }).data.events
        cursors.push(Number(Buffer.from(cursor, 'base64url').toString().split('.')[2]))
      }
    }),
  )
  await writeEvents(store.pool, { subject: subject!, events: EVENTS })
  log.nudge()
  await all
  isOver = true
  const took = performance.now() - began

  const [first] = received[0]!.cursors
  for (const { cursors } of received) expect(cursors).toEqual([first, first! + 1, first! + 2])
  expect(took).toBeGreaterThan(10 * SLICE_MS)
  expect(longest, `of ${took} ms`).toBeLessThan(took / 3)
  await Promise.all(received.map(({ stream }) => stream.return?.()))
})
