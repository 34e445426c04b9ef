import { expect, test } from 'vitest'
import { startServer } from '../support/server.ts'
import { rawSocket } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const headersOf = (token = '') => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })

test('a server that is asked to stop says so at /readyz and serves on, until load balancers had the time to see it', async () => {
  const server = await startServer({ settings: { SHUTDOWN_DELAY_SECONDS: '1' } })
  const ready = async () => (await fetch(`${server.url}/readyz`)).status
  expect(await ready()).toBe(200)
  const stopped = server.stop()
  expect(await ready()).toBe(503)
  expect((await server.post('{ viewer { role } }')).status).toBe(200)
  const { socket, closed } = await rawSocket(server.url, server.adminToken ?? '')
  expect(socket.readyState).toBe(socket.OPEN)
  await stopped
  expect(await closed).toBe(1001)
  await expect(ready()).rejects.toThrow()
})

test('sockets and streams end over a time, and in a way that makes clients come again', async () => {
  const server = await startServer({ settings: { UNAUTHENTICATED_SOCKETS_PER_ADDRESS: '200' } })
  const token = server.adminToken ?? ''
  const closedAt: number[] = []
  const sockets = await Promise.all(Array.from({ length: 100 }, () => rawSocket(server.url, token)))
  const codes = sockets.map(async ({ closed }) => {
    const code = await closed
    closedAt.push(performance.now())
    return code
  })
  const streams = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { ...headersOf(token), accept: 'text/event-stream' },
        body: JSON.stringify({ query: 'subscription { events { cursor } }' }),
      }),
    ),
  )
  await until(() => server.runtime.log.live.subscribers === 20, 'all are subscribed')
  const texts = streams.map((response) => response.text())
  await server.stop()
  expect(new Set(await Promise.all(codes))).toEqual(new Set([1001]))
  // Ten at a time, 50 ms apart.
  expect(Math.max(...closedAt) - Math.min(...closedAt)).toBeGreaterThan(400)
  for (const text of await Promise.all(texts)) {
    expect(text).toContain('event: next')
    expect(text).not.toContain('event: complete')
  }
})
