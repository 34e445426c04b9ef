import { request as httpRequest } from 'node:http'
import { expect, test, vi } from 'vitest'
import { hashToken, revokeToken } from '#store/write/tokens'
import { openRaw } from '../support/raw-frames.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const server = await startServer({ recheckMs: 50, unreadMs: 1_000 })
const { pool } = server.runtime.store
const subscription = 'subscription { events { cursor live event { changes { field after } } } }'

interface Answer {
  status: number | undefined
  type: string | undefined
  text(): string
  ended: Promise<void>
}

interface Asking {
  accept?: string | undefined
  token?: string | undefined
  query?: string
  method?: 'GET' | 'POST'
}

/** As curl does it: no header that was not asked for. */
function ask({ accept, token = server.adminToken, query = subscription, method = 'POST' }: Asking): Promise<Answer> {
  const { hostname, port } = new URL(server.url)
  const path = method === 'GET' ? `/graphql?query=${encodeURIComponent(query)}` : '/graphql'
  const body = JSON.stringify({ query })
  const headers = {
    authorization: `Bearer ${token}`,
    ...(accept === undefined ? {} : { accept }),
    ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}),
  }
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      const ended = new Promise<void>((done) => response.once('close', done))
      resolve({ status: response.statusCode, type: response.headers['content-type'], text: () => text, ended })
    })
    asked.on('error', reject)
    asked.end(method === 'POST' ? body : undefined)
  })
}

const revoke = (token: string) => revokeToken(pool, token)

const ways: [string, Asking][] = [
  ['a POST that accepts event streams', { accept: 'text/event-stream' }],
  ['a POST that accepts them in another case', { accept: 'Text/Event-Stream' }],
  ['a POST that accepts anything', { accept: '*/*' }],
  ['a POST that says nothing of what it accepts', {}],
  ['a POST that accepts several things', { accept: 'application/json, text/*;q=0.5' }],
  ['a GET that accepts any text', { accept: 'text/*', method: 'GET' }],
  ['a GET that says nothing of what it accepts', { method: 'GET' }],
]

test.each(ways)('%s gets its subscription at once, and not for longer than its token lasts', async (_way, asking) => {
  const token = await server.token('reader')
  const answer = await ask({ ...asking, token })
  expect(answer).toMatchObject({ status: 200, type: 'text/event-stream' })
  await until(() => answer.text().includes('event: next'), 'the checkpoint came')
  await revoke(token)
  await answer.ended
  expect(answer.text()).not.toContain('event: complete')
})

test.each(['application/json', 'application/graphql-response+json', 'text/event-stream;q=0', 'multipart/mixed'])(
  'a subscription of who accepts %s alone is refused: 406',
  async (accept) => {
    for (const method of ['POST', 'GET'] as const) {
      const answer = await ask({ accept, method })
      await answer.ended
      expect(answer.status).toBe(406)
      expect(JSON.parse(answer.text()).errors[0]).toMatchObject({
        message: expect.stringContaining('text/event-stream'),
        extensions: { code: 'NOT_ACCEPTABLE' },
      })
    }
  },
)

test('an expired token ends its streams, and a clock that is set back does not revive it', async () => {
  const soon = new Date(Date.now() + 60_000).toISOString()
  const token = await server.token('reader', undefined, soon)
  const answer = await ask({ accept: '*/*', token })
  const clock = vi.spyOn(Date, 'now')
  const set = (when: string) =>
    pool.query(`update api_token set "expiresAt" = ${when} where "hash" = $1`, [hashToken(token)])
  // The database's clock passes the moment, and is set back behind it.
  await set(`now() - interval '1 second'`)
  await answer.ended
  await set(`now() + interval '1 hour'`)
  clock.mockReturnValue(0)
  expect((await ask({ token, query: '{ viewer { role } }' })).status).toBe(401)
  clock.mockRestore()
})

test('a process whose clock is set back still forgets who a token spoke for', async () => {
  const token = await server.token('reader')
  expect((await ask({ token, query: '{ viewer { role } }' })).status).toBe(200)
  const clock = vi.spyOn(Date, 'now').mockReturnValue(0)
  await revoke(token)
  await until(async () => (await ask({ token, query: '{ viewer { role } }' })).status === 401, 'it is refused', 5_000)
  clock.mockRestore()
})

test('a refusal of a stream is an event, and then the stream is complete', async () => {
  const answer = await ask({ accept: '*/*', query: 'subscription { events(after: "nonsense") { cursor } }' })
  await answer.ended
  expect(answer.text()).toContain('"code":"INVALID_CURSOR"')
  expect(answer.text()).toContain('event: complete')
})

test('queries are answered as before, whatever is accepted', async () => {
  const query = '{ viewer { role } }'
  const plain = await ask({ query, accept: '*/*' })
  await plain.ended
  expect(plain.type).toContain('application/json')
  const streamed = await ask({ query, accept: 'text/event-stream' })
  await streamed.ended
  expect(streamed.text()).toContain('data: {"data":{"viewer":{"role":"admin"}}}')
  const mutation = 'mutation { saveStockItem(item: { sku: "BY-GET" }) { stockItem { sku } } }'
  expect((await ask({ query: mutation, accept: 'text/event-stream', method: 'GET' })).status).toBe(405)
})

test('clients that leave in their first milliseconds leave no subscriber', async () => {
  const { live } = server.runtime.log
  await until(() => live.subscribers === 0, 'those of other tests are gone')
  const query = JSON.stringify({ query: subscription })
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.adminToken}\r\nContent-Type: application/json\r\nContent-Length: ${query.length}\r\n`
  let most = 0
  for (let round = 0; round < 30; round += 1) {
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const { socket } = openRaw(server.url, `${head}${index % 2 ? 'Accept: text/event-stream\r\n' : ''}\r\n${query}`)
        await new Promise((resolve) => socket.once('connect', resolve))
        for (let turn = 0; turn < index * 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        socket.resetAndDestroy()
        most = Math.max(most, live.subscribers)
      }),
    )
  }
  await until(() => live.subscribers === 0, 'all are gone')
  expect(most).toBeGreaterThan(0)
})

test('a client that does not read is cut off, whether it asked for a stream or for answers', async () => {
  const { live } = server.runtime.log
  const start = (await server.post('{ eventLog { head } }')).body.data.eventLog.head
  await pool.query(
    `insert into event ("type", "occurredAt", "actor", "changes")
     select 'ORDER_UPDATED', now(), '{"id":"x","kind":"SYSTEM","name":null}', jsonb_build_array(jsonb_build_object('field', 'buyerNote', 'before', null,
       'after', repeat('x', 100000))) from generate_series(1, 200)`,
  )
  const page = () => fetch(`${server.url}/graphiql`, { method: 'HEAD' })
  // Made once, which may take longer than this server lets a connection stand still.
  await until(
    () =>
      page().then(
        ({ ok }) => ok,
        () => false,
      ),
    'GraphiQL is there',
  )
  const answers = openRaw(server.url, 'GET /graphiql HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20))
  answers.socket.pause()
  const query = JSON.stringify({ query: subscription.replace('events', `events(after: "${start}")`) })
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.adminToken}\r\nContent-Type: application/json\r\n`
  // Twice, so that the answers before have had their time for certain.
  for (let round = 0; round < 2; round += 1) {
    const stream = openRaw(server.url, `${head}Content-Length: ${query.length}\r\nAccept: */*\r\n\r\n${query}`)
    stream.socket.pause()
    await until(() => live.subscribers === 1, 'it is subscribed')
    await until(() => live.subscribers === 0, 'it was cut off', 10_000)
    stream.socket.destroy()
  }
  answers.socket.resume()
  await answers.closed
  const whole = Number((await page()).headers.get('content-length'))
  expect(answers.received().length).toBeLessThan(20 * whole)
})

test('none of this is an error of the server', () => {
  expect(server.logged).toEqual([])
})
