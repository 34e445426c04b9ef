import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { startChild } from './harness/children.mjs'
import { newestNode } from './harness/node.mjs'

const token = 'bench-admin-token-0123456789-0123456789'
const project = fileURLToPath(new URL('..', import.meta.url))

/** Starts a built server, of this project or of another copy of it, with its own Postgres in `folder` and waits until it is ready. */
export async function startServer(folder, { build = project, args = [] } = {}) {
  const main = join(build, 'dist', 'server', 'main.js')
  const port = await freePort()
  const began = performance.now()
  const child = startChild(existsSync(newestNode) ? newestNode : process.execPath, [main, ...args], {
    env: {
      ...process.env,
      PORT: String(port),
      CROSSDOCK_DATA: folder,
      CROSSDOCK_ADMIN_TOKEN: token,
      LOG_LEVEL: 'warn',
      DATABASE_URL: undefined,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const ready = await send(agent, url, '/readyz').catch(() => undefined)
    if (ready?.status === 200) break
    if (performance.now() - began > 60_000) throw new Error('the server was not ready within 60 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const ask = async (query, variables) => {
    const { status, body } = await send(agent, url, '/graphql', JSON.stringify({ query, variables }))
    const answer = JSON.parse(body)
    if (status !== 200 || answer.errors) throw new Error(`${status}: ${body.slice(0, 500)}`)
    return answer.data
  }
  return {
    url,
    token,
    folder,
    pid: child.pid,
    startedIn: performance.now() - began,
    ask,
    name: 'Crossdock',
    port,
    path: '/graphql',
    headers: { authorization: `Bearer ${token}` },
    cpu: () => cpuOf(child.pid),
    /** Resident memory of the server process, in MB. */
    memory: () => memoryOf(child.pid),
    /** The server's own database, where it keeps its address and password. */
    databaseUrl: () =>
      `postgresql://crossdock:${readFileSync(`${folder}/postgres/password`, 'utf8').trim()}@127.0.0.1:${readFileSync(`${folder}/postgres/port`, 'utf8').trim()}/crossdock`,
    async stop() {
      child.kill('SIGTERM')
      await exited
      agent.destroy()
    },
  }
}

function send(agent, url, path, body) {
  return new Promise((resolve, reject) => {
    const call = request(url + path, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    })
    call.on('error', reject)
    call.on('response', (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString('utf8') }))
      answer.on('error', reject)
    })
    call.end(body)
  })
}

export async function freePort() {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

export const memoryOf = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** Processor seconds of a process and its children's, as the kernel counted them. */
export const cpuOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Processor seconds of the Postgres in the data folder, its sessions that are still there included. */
export function postgresCpu(folder) {
  const postmaster = readFileSync(`${folder}/postgres/data/postmaster.pid`, 'utf8').split('\n')[0]
  let total = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]
      if (pid === postmaster || parent === postmaster) total += cpuOf(pid)
    } catch {
      // It ended between two looks.
    }
  }
  return total
}

/** Runs `work(i)` for i below `count`, so many at once, and gives the rate per second. */
export async function rate(count, atOnce, work) {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await work(next++)
    }),
  )
  return count / ((performance.now() - began) / 1000)
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
