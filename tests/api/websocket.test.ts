import type { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { OPERATIONS_A_SOCKET } from '#server/limits'
import { startServer } from '../support/server.ts'
import { once, rawSocket, socketClient } from '../support/sockets.ts'

const server = await startServer({ recheckMs: 50 })

const closeCode = (url: string, token?: string): Promise<number> =>
  new Promise((resolve) => {
    const client = socketClient(url, token, { on: { closed: (event: { code: number }) => resolve(event.code) } })
    once(client, '{ viewer { role } }').catch(() => {})
  })

test('a WebSocket without a token, or with a wrong one, is closed with 4403', async () => {
  expect(await closeCode(server.url)).toBe(4403)
  expect(await closeCode(server.url, 'nobody')).toBe(4403)
})

test('questions and mutations go over a WebSocket as over HTTP', async () => {
  const client = socketClient(server.url, server.adminToken)
  expect((await once(client, '{ viewer { role } }')).data).toEqual({ viewer: { role: 'admin' } })
  const save = 'mutation { saveStockItem(item: { sku: "WS-1" }) { stockItem { sku } userErrors { code } } }'
  expect((await once(client, save)).data.saveStockItem).toEqual({ stockItem: { sku: 'WS-1' }, userErrors: [] })
  await client.dispose()
})

test('a document that cannot be read is answered, and the connection stays', async () => {
  const client = socketClient(server.url, server.adminToken)
  expect((await once(client, '{ viewer {')).errors?.[0]?.message).toContain('Syntax Error')
  expect((await once(client, '{ nothing }')).errors?.[0]?.message).toContain('nothing')
  expect((await once(client, '{ orders(first: 500) { nodes { id } } }')).errors?.[0]?.message).toContain('0 to 100')
  expect((await once(client, '{ viewer { role } }')).data.viewer.role).toBe('admin')
  await client.dispose()
})

test('the limits hold over a WebSocket too', async () => {
  const client = socketClient(server.url, server.adminToken)
  const aliases = Array.from({ length: 40 }, (_, i) => `a${i}: viewer { role }`).join(' ')
  expect((await once(client, `{ ${aliases} }`)).errors?.[0]?.message).toContain('aliases')
  const costly = '{ orders(first: 100) { nodes { customer { orders(first: 100) { nodes { lines { id } } } } } } }'
  expect((await once(client, costly)).errors?.[0]?.extensions?.code).toBe('LIMIT_EXCEEDED')
  await client.dispose()
})

test('one connection has so many operations open and no more', async () => {
  const { socket } = await rawSocket(server.url, server.adminToken ?? '')
  const refused = new Promise<{ payload: { message: string }[] }>((resolve) =>
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type === 'error') resolve(message)
    }),
  )
  for (let n = 0; n <= OPERATIONS_A_SOCKET; n += 1) {
    socket.send(
      JSON.stringify({ id: `s${n}`, type: 'subscribe', payload: { query: 'subscription { events { cursor } }' } }),
    )
  }
  expect((await refused).payload[0]?.message).toContain(`${OPERATIONS_A_SOCKET} operations are open`)
  socket.terminate()
})

test('an open connection ends when its token is revoked', async () => {
  const token = await server.token('reader')
  const { closed } = await rawSocket(server.url, token)
  await server.runtime.store.pool.query('update api_token set "revokedAt" = now() where "prefix" = $1', [
    token.slice(0, 19),
  ])
  expect(await closed).toBe(4403)
})

test.each([
  ['a frame of no known kind', Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
  ['a message that is too large', Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
])('%s closes its connection, and is no error of the server', async (_what, frame, code) => {
  const printed = vi.spyOn(console, 'error')
  const before = server.logged.length
  const { socket, closed } = await rawSocket(server.url, server.adminToken ?? '')
  socket.on('error', () => {})
  ;(socket as unknown as { _socket: Socket })._socket.write(frame)
  expect(await closed).toBe(code)
  expect(server.logged.slice(before)).toEqual([])
  expect(printed).not.toHaveBeenCalled()
  printed.mockRestore()
})

test('a WebSocket elsewhere is not there', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere`)
  const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
  expect(error.message).toContain('404')
})

async function readStream(response: Response, until: (text: string) => boolean): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  const reader = response.body!.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
    if (until(text)) return text
  }
}

const stream = (token: string | undefined, query: string) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  })

test('a stream over server-sent events delivers what happens, and ends when its token is revoked', async () => {
  const token = await server.token('operator')
  const response = await stream(token, 'subscription { stockEvents { live event { type ... on StockEvent { sku } } } }')
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  await server.post('mutation { saveStockItem(item: { sku: "SSE-1" }) { userErrors { code } } }')
  const prefix = token.slice(0, 'cdk_operator_'.length + 8)
  let revoked = false
  const text = await readStream(response, (seen) => {
    if (!revoked && seen.includes('event: next')) {
      revoked = true
      void server.runtime.store.pool.query('update api_token set "revokedAt" = now() where "prefix" = $1', [prefix])
    }
    return false
  })
  expect(text).toContain('event: next')
})

test('a server that is asked to stop ends its streams, says goodbye on its sockets, and is soon gone', async () => {
  const other = await startServer()
  const events = await fetch(`${other.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${other.adminToken}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify({ query: 'subscription { events { cursor } }' }),
  })
  const { socket, closed } = await rawSocket(other.url, other.adminToken ?? '')
  socket.send(JSON.stringify({ id: 's', type: 'subscribe', payload: { query: 'subscription { board { asOf } }' } }))
  const started = Date.now()
  await Promise.all([other.stop(), readStream(events, () => false).catch(() => '')])
  expect([1000, 1001]).toContain(await closed)
  expect(Date.now() - started).toBeLessThan(5_000)
  await expect(fetch(`${other.url}/healthz`)).rejects.toThrow()
})
