import type { Socket } from 'node:net'
import { many, rawConnection, sendRaw } from '../harness/http.ts'
import { upgrade } from '../harness/socket.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'
import { oddRequests } from './odd-requests.ts'

/** An odd request is answered, or its connection closed, within this. */
const ODD_MS = 10_000
/** Headers have ten seconds and bodies thirty; connections that are too slow are looked for every two seconds. */
const SLOW_MS = 40_000

const oddPaths = [
  '//',
  '///',
  '//graphql',
  '/\\',
  '*',
  '?',
  '/%',
  '/%00',
  'http://[',
  'http://',
  '/graphql/..//',
  '\\\\',
  ':',
  '//[',
]

/** Upgrades of paths that no URL parser takes. */
async function upgradePaths({ target }: Attack): Promise<Finding> {
  for (const path of oddPaths) await sendRaw(target, upgrade(path), 300)
  return { tried: oddPaths.length, wrong: [] }
}

/** Upgrades whose client resets the connection at once. */
async function upgradeResets({ target, short, deadline }: Attack): Promise<Finding> {
  const paths = ['/elsewhere', '/graphql', '/', '/healthz']
  const tried = await many(
    short ? 400 : 4_000,
    20,
    async (n) => {
      const socket = await rawConnection(target)
      socket?.write(upgrade(paths[n % paths.length] ?? '/'))
      if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
      socket?.resetAndDestroy()
    },
    deadline,
  )
  return { tried, wrong: [] }
}

/** Requests that no client sends: each is refused in its own words, and never as our failure. */
async function oddities({ target, shop, short }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const odd = oddRequests(shop.tokens.reader).filter(({ long }) => !(short && long))
  await many(odd.length, 8, async (n) => {
    const { name, bytes } = odd[n]!
    const began = performance.now()
    const text = await sendRaw(target, bytes, ODD_MS)
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)
    if (status >= 500 || text.includes('INTERNAL_SERVER_ERROR')) wrong.add(`${name}: ${text.slice(0, 200)}`)
    if (/\n\s+at .+:\d+:\d+/.test(text)) wrong.add(`${name}: a stack trace is shown: ${text.slice(0, 200)}`)
    if (status === 0 && performance.now() - began >= ODD_MS)
      wrong.add(`${name}: neither an answer nor an end within ${ODD_MS} ms`)
  })
  return { tried: odd.length, wrong: wrong.all() }
}

/** Headers and bodies that never end. */
async function slow({ target, shop }: Attack): Promise<Finding> {
  const beginnings = [
    'GET /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ',
    'POST /graphql HTTP/1.1\r\nHost: x\r\n',
    `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${shop.tokens.reader}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${shop.tokens.reader}\r\nContent-Type: application/json\r\nContent-Length: 4294967296\r\n\r\n{`,
    `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${shop.tokens.reader}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{`,
  ]
  const sockets = new Set<Socket>()
  const tried = await many(300, 50, async (n) => {
    const socket = await rawConnection(target)
    if (socket === undefined) return
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.resume().write(beginnings[n % beginnings.length] ?? '')
  })
  const trickle = setInterval(() => {
    for (const socket of sockets) socket.write('x')
  }, 1_000)
  const until = Date.now() + SLOW_MS
  while (sockets.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200))
  clearInterval(trickle)
  const left = sockets.size
  for (const socket of sockets) socket.destroy()
  return {
    tried,
    wrong: left > 0 ? [`${left} of ${tried} slow connections were still open after ${SLOW_MS / 1_000} s`] : [],
  }
}

export const httpProbes: readonly Probe[] = [
  {
    name: 'http-upgrade-paths',
    promise: 'No path of an upgrade ends the process.',
    short: true,
    seconds: 10,
    run: upgradePaths,
  },
  {
    name: 'http-upgrade-resets',
    promise: 'A client that resets its connection in an upgrade does not end the process.',
    short: true,
    seconds: 20,
    run: upgradeResets,
  },
  {
    name: 'http-oddities',
    promise: 'A request that is none is refused within 10 s, without a stack and never as a failure of ours.',
    short: true,
    seconds: 30,
    bounds: modest,
    run: oddities,
  },
  {
    name: 'http-slow',
    promise: 'Requests that do not come in time are cut off: headers after 10 s, bodies after 30 s.',
    seconds: 50,
    bounds: modest,
    run: slow,
  },
]
