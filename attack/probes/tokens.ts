import { request } from 'node:http'
import { openWith } from '../harness/socket.ts'
import { loopback, type Target } from '../harness/target.ts'
import { type Attack, type Finding, type Probe, Wrong } from '../probe.ts'

/** A revoked token is noticed within 5 s; half a second more for a busy machine. */
const ENDED_MS = 5_500
/** Headers that come with the first event may not come: after this the stream is taken for open. */
const SILENT_MS = 1_000
const document = 'subscription { events { cursor } }'

/** A server-sent stream, as soon as it is open; undefined where there is none. */
function openStream(
  target: Target,
  token: string,
  method: string,
  accept: string | undefined,
): Promise<{ ended: Promise<void> } | undefined> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ query: document })
    const path = method === 'GET' ? `/graphql?query=${encodeURIComponent(document)}` : '/graphql'
    const headers = {
      authorization: `Bearer ${token}`,
      ...(accept === undefined ? {} : { accept }),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
    }
    const sent = request({
      host: loopback,
      port: target.port,
      agent: false,
      method,
      path,
      headers,
      signal: AbortSignal.timeout(40_000),
    })
    const ended = new Promise<void>((end) => sent.once('close', end))
    const silent = setTimeout(() => resolve({ ended }), SILENT_MS)
    sent.on('error', () => resolve(undefined))
    sent.on('response', (response) => {
      clearTimeout(silent)
      response.on('error', () => {}).resume()
      resolve(String(response.headers['content-type']).includes('event-stream') ? { ended } : undefined)
    })
    sent.end(method === 'GET' ? undefined : body)
  })
}

/** Streams of every kind, and a token that is revoked under them. */
async function revoked({ target, short }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const token = await target.command('token', 'create', '--name', 'attack revoked', '--role', 'reader')
  const open: { name: string; ended: Promise<unknown> }[] = []
  const accepts = ['text/event-stream', '*/*', undefined, 'Text/Event-Stream', 'text/*']
  for (const method of ['POST', 'GET']) {
    for (const accept of accepts) {
      const stream = await openStream(target, token, method, accept)
      if (stream) open.push({ name: `${method} that accepts ${accept ?? 'nothing'}`, ended: stream.ended })
    }
  }
  for (let n = 0; n < (short ? 1 : 5); n += 1) {
    const socket = await openWith(target, token)
    socket?.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: document } }))
    if (socket) open.push({ name: 'a WebSocket', ended: new Promise((resolve) => socket.once('close', resolve)) })
  }
  if (open.length < 3) wrong.add(`only ${open.length} streams were opened`)
  await target.command('token', 'revoke', token)
  await Promise.all(
    open.map(async ({ name, ended }) => {
      const late = new Promise<string>((resolve) => setTimeout(resolve, ENDED_MS, 'late'))
      if ((await Promise.race([ended, late])) === 'late')
        wrong.add(`${name} goes on ${ENDED_MS / 1_000} s after its token was revoked`)
    }),
  )
  return { tried: open.length, wrong: wrong.all() }
}

export const tokenProbes: readonly Probe[] = [
  {
    name: 'tokens-revoked',
    promise: 'A revoked token ends every stream within 5 s, whatever asked for it.',
    seconds: 60,
    run: revoked,
  },
]
