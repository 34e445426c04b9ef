import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { type RealProcess, runTypeScript } from '../support/real-process.ts'

const database = await freshDatabase()

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

const start = (port: number, more: Record<string, string> = {}): RealProcess =>
  runTypeScript('src/server/main.ts', ['--server'], { PORT: String(port), DATABASE_URL: database.url, ...more })

const viewer = async (port: number, token: string) => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{ viewer { role } }"}',
  })
  return { status: response.status, body: await response.json() }
}

test('a server says where it answers, shows the first admin token once, and stops in order', async () => {
  const port = await freePort()
  const first = start(port)
  await first.line(/Crossdock answers at/)
  const token = (await first.line(/first admin token/)).split(': ')[1] ?? ''
  expect(await viewer(port, token)).toEqual({ status: 200, body: { data: { viewer: { role: 'admin' } } } })
  expect(await first.kill('SIGTERM')).toBe(0)

  const second = start(port)
  await second.line(/Crossdock answers at/)
  expect(second.output()).not.toContain('admin token')
  expect((await viewer(port, token)).status).toBe(200)
  expect(await second.kill('SIGINT')).toBe(0)
})

test('CROSSDOCK_ADMIN_TOKEN is the admin’s token, and never printed', async () => {
  const port = await freePort()
  const given = 'a-token-of-my-own-with-32-characters-or-more'
  const server = start(port, { CROSSDOCK_ADMIN_TOKEN: given })
  await server.line(/Crossdock answers at/)
  expect((await viewer(port, given)).status).toBe(200)
  expect(server.output()).not.toContain(given)
  await server.kill('SIGTERM')
})

test('a port that is taken is one sentence that says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const server = start(port)
  expect(await server.ended).toBe(1)
  taken.close()
  expect(server.output().trim().split('\n')).toEqual([expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)])
})

test('a first start that fails leaves the admin token to the one that succeeds', async () => {
  const { url } = await freshDatabase()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  expect(await start(port, { DATABASE_URL: url }).ended).toBe(1)
  taken.close()
  await once(taken, 'close')

  const server = start(port, { DATABASE_URL: url })
  const token = (await server.line(/first admin token/)).split(': ')[1] ?? ''
  expect((await viewer(port, token)).status).toBe(200)
  await server.kill('SIGTERM')
})
