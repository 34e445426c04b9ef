import { expect, test, vi } from 'vitest'
import { GOODBYE_MS, INIT_MS, JSON_DEPTH, UNAUTHENTICATED_BYTES } from '#server/limits'
import { closing, frame, openRaw, type Raw, upgrade } from '../support/raw-frames.ts'
import { startServer } from '../support/server.ts'
import { once, socketClient } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const places = 20
const server = await startServer({ settings: { UNAUTHENTICATED_SOCKETS_PER_ADDRESS: String(places) } })

const ping = (bytes: number) => frame(JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(bytes) } }))

async function openSocket(): Promise<Raw> {
  const raw = openRaw(server.url, upgrade())
  await until(() => raw.received().includes('\r\n\r\n'), 'the socket is open')
  return raw
}

const goodbye = (raw: Raw) => until(() => closing(raw.received()) !== undefined, 'the server said goodbye')

const openSockets = async (): Promise<number> => {
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${server.adminToken}` } })
  return Number(/^crossdock_websockets (\d+)/m.exec(await response.text())?.[1])
}

test.each([
  ['one large frame', frame('x'.repeat(UNAUTHENTICATED_BYTES))],
  ['a frame that only says that it is large, and goes on', frame('x'.repeat(UNAUTHENTICATED_BYTES), 1, 4_000_000)],
  ['many small pings', Buffer.concat(Array.from({ length: 100 }, () => ping(100)))],
  ['many pings of the protocol beneath', Buffer.concat(Array.from({ length: 100 }, () => frame('x'.repeat(120), 9)))],
  [
    'a token that is none of ours in length',
    frame(`{"type":"connection_init","payload":{"authorization":"${'x'.repeat(9_000)}"}}`),
  ],
])('before the acknowledgement %s is more than is read: 1009', async (_what, bytes) => {
  const raw = await openSocket()
  raw.socket.write(bytes)
  await goodbye(raw)
  expect(closing(raw.received())).toEqual({ code: 1009, reason: 'Too much before the acknowledgement' })
})

test('pings before the acknowledgement are answered, one pong at a time', async () => {
  const raw = await openSocket()
  raw.socket.write(ping(3))
  await until(() => raw.received().includes('{"type":"pong","payload":{"text":"xxx"}}'), 'the ping was answered')
  raw.socket.destroy()
})

test('after the acknowledgement messages may be large', async () => {
  const client = socketClient(server.url, server.adminToken)
  const variables = { t: 'x'.repeat(1_000_000) }
  const query = 'query ($t: String!) { orders(filter: { tags: [$t] }) { nodes { id } } }'
  expect((await once(client, query, variables)).data).toEqual({ orders: { nodes: [] } })
  await client.dispose()
})

test('a socket that does not say who it is ends in time, also where it does not answer the goodbye', async () => {
  await until(async () => (await openSockets()) === 0, 'those of other tests are gone')
  const sockets = await Promise.all(Array.from({ length: places }, openSocket))
  expect(await openSockets()).toBe(places)
  const started = Date.now()
  await Promise.all(sockets.map((raw) => raw.closed))
  expect(sockets.map((raw) => closing(raw.received())?.code)).toEqual(Array(places).fill(4408))
  await until(async () => (await openSockets()) === 0, 'the server holds none of them')
  expect(Date.now() - started).toBeLessThan(INIT_MS + GOODBYE_MS + 2_000)
})

test('one address has so many sockets unacknowledged, and the one that was silent longest gives way', async () => {
  await until(async () => (await openSockets()) === 0, 'those of other tests are gone')
  const sockets: Raw[] = []
  for (let n = 0; n < places; n += 1) sockets.push(await openSocket())
  const client = socketClient(server.url, server.adminToken)
  expect((await once(client, '{ viewer { role } }')).data.viewer.role).toBe('admin')
  await sockets[0]?.closed
  expect(sockets.filter((raw) => raw.isClosed())).toHaveLength(1)
  // The acknowledged one left its place, so one more comes in without anybody giving way.
  const another = await openSocket()
  expect(sockets.filter((raw) => raw.isClosed())).toHaveLength(1)
  for (const raw of [...sockets, another]) raw.socket.destroy()
  await client.dispose()
})

test('JSON deeper than is read closes the socket with a reason that names the limit', async () => {
  const printed = vi.spyOn(console, 'error')
  const strange = openRaw(server.url, upgrade())
  strange.socket.write(frame('['.repeat(JSON_DEPTH + 1)))
  await goodbye(strange)
  const acknowledged = openRaw(server.url, upgrade('/graphql', { Authorization: `Bearer ${server.adminToken}` }))
  acknowledged.socket.write(frame('{"type":"connection_init"}'))
  await until(() => acknowledged.received().includes('connection_ack'), 'it is acknowledged')
  acknowledged.socket.write(frame('['.repeat(3_800_000)))
  await goodbye(acknowledged)
  for (const { received } of [strange, acknowledged]) {
    expect(closing(received())?.code).toBe(4400)
    expect(closing(received())?.reason).toContain(`deeper than ${JSON_DEPTH} levels`)
  }
  expect(printed).not.toHaveBeenCalled()
  printed.mockRestore()
})

test.each([
  ['no JSON', '{"type'],
  ['no message', '[]'],
  ['a message of a server', '{"type":"next","id":"1","payload":{}}'],
  ['an acknowledgement', '{"type":"connection_ack"}'],
])('%s closes the socket with 4400, and nothing is printed', async (_what, text) => {
  const printed = vi.spyOn(console, 'error')
  const raw = openRaw(server.url, upgrade())
  raw.socket.write(frame(text))
  await goodbye(raw)
  expect(closing(raw.received())?.code).toBe(4400)
  expect(printed).not.toHaveBeenCalled()
  printed.mockRestore()
})

test('none of this is an error of the server', () => {
  expect(server.logged).toEqual([])
})
