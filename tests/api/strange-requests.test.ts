import { expect, test } from 'vitest'
import { frame, openRaw, upgrade } from '../support/raw-frames.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const server = await startServer()

const isServed = async () => (await fetch(`${server.url}/healthz`)).status === 200

test.each([
  ['//', 404],
  ['///graphql', 404],
  ['/elsewhere', 404],
  ['http://[', 404],
  ['*', 404],
  ['/graphql', 101],
  ['/graphql?a=b', 101],
])('an upgrade of %s is answered with %i, and the server goes on', async (path, status) => {
  const { socket, received } = openRaw(server.url, upgrade(path))
  await until(() => received().length > 0, 'an answer came')
  expect(received().toString('latin1')).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  socket.destroy()
  expect(await isServed()).toBe(true)
})

test.each([
  ['without a key', { 'Sec-WebSocket-Key': 'x' }],
  ['of an old version', { 'Sec-WebSocket-Version': '1' }],
  ['with a broken list of protocols', { 'Sec-WebSocket-Protocol': ',,' }],
  ['to something else', { Upgrade: 'h2c' }],
])('an upgrade %s is refused, and the server goes on', async (_what, headers) => {
  const raw = openRaw(server.url, upgrade('/graphql', headers))
  await raw.closed
  expect(raw.received().toString('latin1')).toMatch(/^HTTP\/1\.1 400 /)
  expect(await isServed()).toBe(true)
})

test('a refused upgrade is closed also where its client keeps its side open', async () => {
  const raw = openRaw(server.url, upgrade('/elsewhere'))
  await raw.closed
  expect(raw.received().toString()).toContain('WebSockets are at /graphql.')
  // Bytes to a connection that is gone come back as an error, which closes this side too.
  const gone = new Promise((resolve) => raw.socket.once('close', resolve))
  const knocking = setInterval(() => raw.socket.write('x'), 10)
  await gone
  clearInterval(knocking)
})

test('clients that reset their upgrades at any moment end nothing', async () => {
  const paths = ['/elsewhere', '/graphql', '//', '/healthz']
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const { socket } = openRaw(server.url, upgrade(paths[index % paths.length]))
        await new Promise((resolve) => socket.once('connect', resolve))
        if (index % 3 === 1) await new Promise((resolve) => setImmediate(resolve))
        if (index % 3 === 2) socket.write(frame('{"type":"ping"}'))
        socket.resetAndDestroy()
      }),
    )
  }
  expect(await isServed()).toBe(true)
})

test.each([
  ['what is no HTTP', 'nonsense\r\n\r\n', 400],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['headers beyond the limit', `GET / HTTP/1.1\r\nHost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ['a length that is none', 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n', 400],
])('%s is answered with its status and closed', async (_what, text, status) => {
  const raw = openRaw(server.url, text)
  await raw.closed
  expect(raw.received().toString('latin1')).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(await isServed()).toBe(true)
})

test.each(['[', '::::', 'a b', '%', ''])('a host of "%s" changes nothing', async (host) => {
  const query = encodeURIComponent('{ viewer { role } }')
  const headers = `Authorization: Bearer ${server.adminToken}\r\nAccept: application/json, application/x\r\nConnection: close`
  const raw = openRaw(server.url, `GET /graphql?query=${query} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n\r\n`)
  await raw.closed
  expect(raw.received().toString()).toContain('{"data":{"viewer":{"role":"admin"}}}')
})

test('none of this is an error of the server', () => {
  expect(server.logged).toEqual([])
})
