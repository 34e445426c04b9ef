import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { loopback } from './target.ts'

// A process of its own that asks /healthz without a pause, over one connection, and looks at the server's memory. While a question
// waits for its answer the server's loop is held: for as long as its thread ran meanwhile, which other processes do not lengthen.

/** Between an answer and the next question. */
const PAUSE_MS = 2
/** Between two looks at the memory. */
const LOOK_MS = 20

const [port = 0, pid = 0] = process.argv.slice(2).map(Number)
const question = `GET /healthz HTTP/1.1\r\nHost: ${loopback}\r\n\r\n`

let longestMs = 0
let peakBytes = 0
let sentAt = 0
let socket: Socket | undefined

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Milliseconds that the server's first thread ran, and that it was ready to run and had no processor. */
function schedule(): { ran: number; waited: number } {
  const schedstat = read(`/proc/${pid}/task/${pid}/schedstat`)?.split(' ')
  // Where the system does not say, all of the time counts.
  return schedstat === undefined
    ? { ran: performance.now(), waited: 0 }
    : { ran: Number(schedstat[0]) / 1e6, waited: Number(schedstat[1]) / 1e6 }
}

function residentBytes(): number {
  const pages = read(`/proc/${pid}/statm`)?.split(' ')[1]
  return pages === undefined ? 0 : Number(pages) * 4_096
}

function ask(): void {
  sentAt = performance.now()
  before = schedule()
  socket?.write(question)
}

/** What the loop is held by now, the question under way included. */
function heldMs(): number {
  if (sentAt === 0) return 0
  const now = schedule()
  return Math.max(0, Math.min(now.ran - before.ran, performance.now() - sentAt - (now.waited - before.waited)))
}

let before = schedule()

function open(): void {
  sentAt = 0
  socket = connect({ port, host: loopback, noDelay: true })
  socket.on('connect', ask)
  socket.on('data', () => {
    longestMs = Math.max(longestMs, heldMs())
    sentAt = 0
    setTimeout(ask, PAUSE_MS)
  })
  socket.on('error', () => {})
  // The server may be gone; another may come at the same port.
  socket.on('close', () => setTimeout(open, 50))
}

setInterval(() => {
  peakBytes = Math.max(peakBytes, residentBytes())
}, LOOK_MS)
open()

process.on('message', (wanted: 'reset' | 'tell') => {
  const nowBytes = residentBytes()
  if (wanted === 'reset') {
    longestMs = 0
    peakBytes = nowBytes
  }
  process.send?.({ longestMs: Math.max(longestMs, heldMs()), peakBytes: Math.max(peakBytes, nowBytes), nowBytes })
})
process.on('disconnect', () => process.exit())
