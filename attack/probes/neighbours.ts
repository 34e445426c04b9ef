import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { endChild } from '../harness/children.ts'
import { ask, rawConnection, sendRaw } from '../harness/http.ts'
import { startScript } from '../harness/meter.ts'
import { bytesOf, frame, openSocket, text } from '../harness/socket.ts'
import { type Attack, type Finding, type Probe, Wrong } from '../probe.ts'
import { oddRequests } from './odd-requests.ts'

/** How much slower a write may be beside an attacker. */
const SLOWER_MS = 100
/** Probes a second of somebody without a token. */
const RATE = 50
const QUIET_MS = 5_000
const ATTACK_MS = 20_000

interface Figures {
  writes: number
  p50: number
  p99: number
  failed: number
  deliveries: number
  drops: number
}

const tell = (child: ChildProcess): Promise<Figures> =>
  new Promise((resolve) => {
    child.once('message', (figures) => resolve(figures as Figures))
    child.send('tell')
  })

// Made once: what the attacker does must not cost the machine more than what it does to the server.
const odd = oddRequests('nobody').filter(({ long }) => long !== true)
const deepBody = Buffer.alloc(3_900_000, '[')
const pings = Buffer.concat(
  Array.from({ length: 500 }, () => frame(text({ type: 'ping', payload: { x: 'y'.repeat(900) } }))),
)

/** One probe of somebody who has no token; it goes on by itself for some seconds at most. */
async function strike({ target, random }: Attack): Promise<void> {
  const kinds: (() => Promise<unknown>)[] = [
    () => sendRaw(target, random.one(odd).bytes, 2_000),
    () => ask(target, { token: 'nobody', body: deepBody, deadlineMs: 3_000 }),
    async () => {
      const socket = await openSocket(target)
      socket?.send(deepBody, { binary: false })
      await pause(3_000)
      socket?.terminate()
    },
    async () => {
      const socket = await openSocket(target)
      socket?.pause()
      if (socket) bytesOf(socket).write(pings)
      await pause(3_000)
      socket?.terminate()
    },
    async () => {
      const socket = await rawConnection(target)
      socket?.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      socket?.resetAndDestroy()
    },
    async () => {
      const socket = await rawConnection(target)
      socket?.write('POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ')
      await pause(3_000)
      socket?.destroy()
    },
  ]
  await random.one(kinds)()
}

async function beside(attack: Attack): Promise<Finding> {
  const { target } = attack
  const wrong = new Wrong()
  const child = startScript(new URL('../harness/neighbour.ts', import.meta.url), [
    String(target.port),
    target.adminToken,
  ])
  await pause(2_000)
  await tell(child)
  await pause(QUIET_MS)
  const quiet = await tell(child)
  const strikes: Promise<void>[] = []
  const began = Date.now()
  while (Date.now() < began + ATTACK_MS && target.alive) {
    const due = ((Date.now() - began) * RATE) / 1_000
    while (strikes.length < due) strikes.push(strike(attack))
    await pause(1_000 / RATE)
  }
  const under = await tell(child)
  await Promise.all(strikes)
  await endChild(child)
  if (quiet.writes < 50 || quiet.failed > 0) wrong.add(`the quiet measurement failed: ${JSON.stringify(quiet)}`)
  if (under.p99 > quiet.p99 + SLOWER_MS)
    wrong.add(`p99 of a write: ${Math.round(under.p99)} ms, quiet ${Math.round(quiet.p99)} ms`)
  if (under.failed > 0) wrong.add(`${under.failed} of ${under.writes} writes failed`)
  if (under.drops > 0) wrong.add(`the subscriber was cut off ${under.drops} times`)
  if (under.deliveries < under.writes * 0.9) wrong.add(`${under.deliveries} deliveries of ${under.writes} writes`)
  const note = `p99 of a write ${quiet.p99.toFixed(0)} → ${under.p99.toFixed(0)} ms, p50 ${quiet.p50.toFixed(0)} → ${under.p50.toFixed(0)} ms`
  return { tried: strikes.length, note, wrong: wrong.all() }
}

export const neighbourProbes: readonly Probe[] = [
  {
    name: 'neighbours',
    promise:
      'Beside an anonymous attacker with 50 probes a second a subscriber and a writer go on; p99 of a write is at most 100 ms above its quiet value.',
    seconds: 60,
    run: beside,
  },
]
