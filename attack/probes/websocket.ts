import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { many, rawConnection } from '../harness/http.ts'
import { bytesOf, closesWithin, type Frame, frame, openSocket, openWith, text, upgrade } from '../harness/socket.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

/** Saying who you are has three seconds; two more for a busy machine. */
const INIT_MS = 5_000
/** The server's own ping comes every 12 s and is waited for as long. */
const UNREAD_MS = 40_000
/** So long does one kind of ping last at most. */
const FLOOD_MS = 4_000

const nested = (bytes: number) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2)
const largeFrames: Record<string, string> = {
  '9 KB': 'x'.repeat(9_000),
  '64 KB of an init': JSON.stringify({ type: 'connection_init', payload: { authorization: 'x'.repeat(64_000) } }),
  'a nested init': `{"type":"connection_init","payload":{"a":${nested(7_000)}}}`,
  '3.8 MB nested': nested(3_800_000),
  '3.8 MB nested in an init': `{"type":"connection_init","payload":{"a":${nested(3_800_000)}}}`,
}

/** Large and deep frames of somebody who has not said who they are. */
async function earlyFrames({ target, short }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const names = Object.keys(largeFrames)
  const tried = await many(short ? names.length : 8 * names.length, names.length, async (n) => {
    const name = names[n % names.length]!
    const socket = await openSocket(target)
    if (socket === undefined) return
    let said = ''
    socket.on('message', (data) => {
      said += String(data).slice(0, 1_000)
    })
    socket.once('close', (_code, reason) => {
      said += String(reason)
    })
    socket.send(largeFrames[name]!)
    if (!(await closesWithin(socket, INIT_MS))) wrong.add(`${name}: still open after ${INIT_MS} ms`)
    if (/call stack|\n\s+at /i.test(said)) wrong.add(`${name}: call stacks are shown: ${said.slice(0, 100)}`)
  })
  return { tried, wrong: wrong.all() }
}

/** Sockets whose client says nothing, not even goodbye when it is notified that they are closed. */
async function silent({ target, short }: Attack): Promise<Finding> {
  const open = new Set<Socket>()
  let most = 0
  const tried = await many(short ? 300 : 3_000, 50, async () => {
    const socket = await rawConnection(target)
    if (socket === undefined) return
    const isOver = new Promise<void>((resolve) => socket.once('close', resolve))
    void isOver.then(() => open.delete(socket))
    socket.write(upgrade('/graphql'))
    const answered = new Promise<boolean>((resolve) =>
      socket.on('data', (part) => resolve(part.toString('latin1').startsWith('HTTP/1.1 101'))),
    )
    if (await Promise.race([answered, isOver.then(() => false)])) open.add(socket)
    most = Math.max(most, open.size)
  })
  const until = Date.now() + INIT_MS
  while (open.size > 0 && Date.now() < until) await pause(50)
  const left = open.size
  for (const socket of open) socket.destroy()
  return {
    tried,
    note: `at most ${most} open at once`,
    wrong: left > 0 ? [`${left} were still open after ${INIT_MS / 1_000} s`] : [],
  }
}

/** Sends a frame over and over through sockets that read nothing, until so many bytes have gone or nothing more goes. */
async function flood(sockets: readonly WebSocket[], sent: Frame, bytes: number, deadline: number): Promise<number> {
  const once = frame(sent)
  const packet = Buffer.concat(Array.from({ length: Math.max(1, Math.floor(60_000 / once.length)) }, () => once))
  let gone = 0
  while (gone < bytes && Date.now() < deadline) {
    const writable = sockets
      .map(bytesOf)
      .filter((stream) => stream !== undefined && !stream.destroyed && stream.writableLength < 1_000_000)
    if (sockets.every(({ readyState }) => readyState !== 1)) break
    for (const stream of writable) {
      stream.write(packet)
      gone += packet.length
    }
    await (writable.length === 0 ? pause(20) : new Promise((resolve) => setImmediate(resolve)))
  }
  return gone
}

/** Pings of both kinds, before anybody has said who they are, whose answers nobody reads. */
async function unreadPings({ target, short, deadline }: Attack): Promise<Finding> {
  const kinds: Frame[] = [
    text({ type: 'ping', payload: { x: 'y'.repeat(900) } }),
    { opcode: 9, payload: Buffer.alloc(125, 'z') },
  ]
  let sent = 0
  for (const kind of kinds) {
    const opened = await Promise.all(Array.from({ length: 4 }, () => openSocket(target)))
    const sockets = opened.filter((socket) => socket !== undefined)
    for (const socket of sockets) socket.pause()
    sent += await flood(
      sockets,
      kind,
      short ? 40e6 : 200e6,
      Math.min(deadline, Date.now() + (short ? FLOOD_MS / 4 : FLOOD_MS)),
    )
    for (const socket of sockets) socket.terminate()
  }
  return { tried: Math.round(sent / 1e6), note: 'tried counts MB', wrong: [] }
}

/** A client that was let in, reads nothing, and sends unsolicited pongs to seem alive. */
async function unreadPongs({ target, shop }: Attack): Promise<Finding> {
  const sockets: WebSocket[] = []
  for (let n = 0; n < 10; n += 1) {
    const socket = await openWith(target, shop.tokens.reader)
    if (socket === undefined) continue
    sockets.push(socket)
    const query = 'subscription ($after: String) { events(after: $after) { cursor event { id type } } }'
    socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query, variables: { after: shop.begin } } }))
    socket.pause()
  }
  const gone = new Set<WebSocket>()
  for (const socket of sockets) {
    const stream = (socket as unknown as { _socket: NodeJS.EventEmitter })._socket
    for (const end of ['error', 'close']) stream.on(end, () => gone.add(socket))
  }
  const pong = frame({ opcode: 10, payload: Buffer.from('alive') })
  const until = Date.now() + UNREAD_MS
  while (gone.size < sockets.length && Date.now() < until) {
    for (const socket of sockets) if (!gone.has(socket)) bytesOf(socket).write(pong)
    await pause(250)
  }
  for (const socket of sockets) socket.terminate()
  const left = sockets.length - gone.size
  return {
    tried: sockets.length,
    wrong: left > 0 ? [`${left} that read nothing were still open after ${UNREAD_MS / 1_000} s`] : [],
  }
}

const oddFrames: Record<string, Frame[]> = {
  'text that is no UTF-8': [{ opcode: 1, payload: Buffer.from([0xff, 0xfe, 0xc0]) }],
  'a frame without a mask': [{ ...text({ type: 'ping' }), masked: false }],
  'reserved bits': [{ ...text({ type: 'ping' }), reserved: 7 }],
  'a reserved opcode': [{ opcode: 5, payload: Buffer.from('x') }],
  'a continuation of nothing': [{ opcode: 0, payload: Buffer.from('x') }],
  'a message within a message': [{ opcode: 1, payload: Buffer.from('{'), last: false }, text('}')],
  'a length of 2^63': [{ opcode: 1, payload: Buffer.from('x'), length: 2n ** 63n - 1n }],
  'a ping of 200 bytes': [{ opcode: 9, payload: Buffer.alloc(200) }],
  'a ping in pieces': [{ opcode: 9, payload: Buffer.from('x'), last: false }],
  'a close with a code that is none': [{ opcode: 8, payload: Buffer.from([0, 1]) }],
  'a close of one byte': [{ opcode: 8, payload: Buffer.from([3]) }],
  'a binary frame': [{ opcode: 2, payload: Buffer.from([1, 2, 3]) }],
  'a message that is no object': [text('[]')],
  'a message of no type': [text({ type: 'nonsense' })],
  'a subscription before an init': [text({ id: 'a', type: 'subscribe', payload: { query: '{ __typename }' } })],
  'two inits': [text({ type: 'connection_init' }), text({ type: 'connection_init' })],
  'an init that is no object': [text({ type: 'connection_init', payload: [] })],
  '200,000 empty pieces': [
    { opcode: 1, payload: Buffer.alloc(0), last: false },
    ...Array.from({ length: 200_000 }, () => ({ opcode: 0, payload: Buffer.alloc(0), last: false })),
  ],
}

/** Frames that are none. */
async function brokenFrames({ target }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const odd = Object.entries(oddFrames)
  const tried = await many(odd.length, odd.length, async (n) => {
    const [name, frames] = odd[n]!
    const socket = await openSocket(target)
    if (socket === undefined) return
    bytesOf(socket).write(Buffer.concat(frames.map(frame)))
    if (!(await closesWithin(socket, INIT_MS))) wrong.add(`${name}: still open after ${INIT_MS} ms`)
  })
  return { tried, wrong: wrong.all() }
}

export const webSocketProbes: readonly Probe[] = [
  {
    name: 'ws-early-frames',
    promise:
      'Before the acknowledgement large and deep frames are refused, without a stall and without a word of call stacks.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: earlyFrames,
  },
  {
    name: 'ws-silent',
    promise: 'A WebSocket that does not say who it is in time is closed.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: silent,
  },
  {
    name: 'ws-pings-unread',
    promise: 'Pings whose answers nobody reads are not queued.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: unreadPings,
  },
  {
    name: 'ws-pongs-unread',
    promise: 'A client that reads nothing is cut off, whatever it sends.',
    seconds: 60,
    bounds: modest,
    run: unreadPongs,
  },
  {
    name: 'ws-broken-frames',
    promise: 'A frame that is none closes its own connection and nothing else.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: brokenFrames,
  },
]
