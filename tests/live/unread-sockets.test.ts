import { expect, test } from 'vitest'
import { OPERATIONS_A_SOCKET, UNREAD_BYTES } from '#server/limits'
import { frame, opcodes, openRaw, type Raw, upgrade } from '../support/raw-frames.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { rawSocket } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const server = await startServer()
const pinging = await startServer({ keepAliveMs: 300 })
const { live } = server.runtime.log

async function acknowledged({ url, adminToken }: TestServer = server): Promise<Raw> {
  const raw = openRaw(url, upgrade('/graphql', { Authorization: `Bearer ${adminToken}` }))
  raw.socket.write(frame('{"type":"connection_init"}'))
  await until(() => raw.received().includes('connection_ack'), 'it is acknowledged')
  return raw
}

const subscribe = (id: string, query = 'subscription { events { cursor } }') =>
  frame(JSON.stringify({ id, type: 'subscribe', payload: { query } }))
const completed = (id: string) => frame(JSON.stringify({ id, type: 'complete' }))

test('a client that reads nothing is cut off, whatever it sends', async () => {
  const raw = await acknowledged(pinging)
  raw.socket.write(subscribe('1'))
  await until(() => pinging.runtime.log.live.subscribers === 1, 'it is subscribed')
  raw.socket.pause()
  const alive = setInterval(() => {
    raw.socket.write(Buffer.concat([frame('', opcodes.pong), frame('{"type":"pong"}'), frame('{"type":"ping"}')]))
  }, 20)
  await until(() => pinging.runtime.log.live.subscribers === 0, 'it was cut off', 5_000)
  clearInterval(alive)
  raw.socket.destroy()
})

test('a client that answers pings stays', async () => {
  const { socket } = await rawSocket(pinging.url, pinging.adminToken ?? '')
  let pings = 0
  socket.on('ping', () => {
    pings += 1
  })
  await until(() => pings >= 6, 'it was asked six times')
  expect(socket.readyState).toBe(socket.OPEN)
  socket.terminate()
})

test('of pings that come faster than their pongs go, the last is answered', async () => {
  const raw = await acknowledged()
  const count = 2_000
  const ping = (n: number) => frame(JSON.stringify({ type: 'ping', payload: { n } }))
  raw.socket.write(Buffer.concat(Array.from({ length: count }, (_, n) => ping(n))))
  await until(() => raw.received().includes(`{"n":${count - 1}}`), 'the last was answered')
  expect(raw.received().toString('latin1').split('"pong"').length - 1).toBeLessThan(count / 10)
  raw.socket.destroy()
})

test('answers that nobody reads are held up to a limit', async () => {
  const bytes = 3_000_000
  await server.post(
    'mutation { saveWarehouse(warehouseKey: "w", name: "W", kind: OWN, timeZone: "UTC") { userErrors { message } } }',
  )
  await server.runtime.store.pool.query('update warehouse set "name" = repeat($1, $2)', ['x', bytes])
  const raw = await acknowledged()
  raw.socket.pause()
  const before = server.logged.length
  for (let n = 0; n < 2 * (UNREAD_BYTES / bytes); n += 1)
    raw.socket.write(subscribe(`q${n}`, '{ warehouses { name } }'))
  await until(
    () => server.logged.slice(before).some((line) => line.includes('does not read its answers')),
    'it was cut off',
  )
  raw.socket.destroy()
})

test('an id that is taken again while it is being opened leaves no stream behind', async () => {
  await until(() => live.subscribers === 0, 'those of other tests are gone')
  const raw = await acknowledged()
  raw.socket.write(Buffer.concat(Array.from({ length: 20 }, () => [subscribe('1'), completed('1')]).flat()))
  raw.socket.write(subscribe('1'))
  await until(() => live.subscribers > 0, 'it is subscribed')
  raw.socket.destroy()
  await until(() => live.subscribers === 0, 'all are gone')
})

test('completing and taking an id again does not open more operations than one connection may have', async () => {
  const raw = await acknowledged()
  raw.socket.write(
    Buffer.concat(Array.from({ length: 3 * OPERATIONS_A_SOCKET }, () => [subscribe('1'), completed('1')]).flat()),
  )
  for (let n = 0; n < OPERATIONS_A_SOCKET; n += 1) raw.socket.write(subscribe(`s${n}`))
  await until(() => raw.received().includes('operations are open on this connection'), 'one was refused')
  expect(live.subscribers).toBeLessThanOrEqual(OPERATIONS_A_SOCKET)
  raw.socket.destroy()
  await until(() => live.subscribers === 0, 'all are gone')
})
