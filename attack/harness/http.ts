import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { loopback, type Target } from './target.ts'

/** An answer that takes longer is itself a finding. */
export const ANSWER_MS = 20_000
/** Of an answer so much is kept to be looked at; the rest is only counted. */
const KEPT_BYTES = 4_000_000

const KEPT_OF_RAW = 100_000
/** A connection that said something and then nothing for so long has said all. */
const QUIET_MS = 500

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

export interface Answer {
  /** 0 where the connection broke or nothing came in time. */
  status: number
  headers: IncomingHttpHeaders
  text: string
  bytes: number
  ms: number
}

export interface Asking {
  method?: string
  path?: string
  token?: string | undefined
  headers?: Record<string, string>
  body?: string | Buffer
  deadlineMs?: number
}

/** One HTTP request; it never throws, because what an attacker meets is a result. */
export function ask(target: Target, asking: Asking): Promise<Answer> {
  const { method = 'POST', path = '/graphql', token, headers = {}, body, deadlineMs = ANSWER_MS } = asking
  const began = performance.now()
  return new Promise((resolve) => {
    const give = (status: number, given: IncomingHttpHeaders = {}, text = '', bytes = 0) =>
      resolve({ status, headers: given, text, bytes, ms: performance.now() - began })
    const sent = request({
      agent,
      host: loopback,
      port: target.port,
      method,
      path,
      signal: AbortSignal.timeout(deadlineMs),
      headers: {
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    })
    sent.once('error', () => give(0))
    sent.once('response', (response) => {
      const parts: Buffer[] = []
      let bytes = 0
      response.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes <= KEPT_BYTES) parts.push(part)
      })
      response.once('error', () => give(0))
      response.once('end', () =>
        give(response.statusCode ?? 0, response.headers, Buffer.concat(parts).toString(), bytes),
      )
    })
    sent.end(body)
  })
}

/** A GraphQL operation by POST. */
export const askGraphql = (
  target: Target,
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
  more: Asking = {},
): Promise<Answer> => ask(target, { token, body: JSON.stringify({ query, variables }), ...more })

// biome-ignore lint/suspicious/noExplicitAny: who asks knows the shape of its own document
export type Data = any

/** The data of an operation that must succeed: for what prepares an attack. */
export async function must(
  target: Target,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const { status, text } = await askGraphql(target, token, query, variables)
  const { data, errors } = status === 0 ? {} : JSON.parse(text)
  const refused = JSON.stringify(data ?? null).match(/"userErrors":\[\{[^\]]*/)?.[0]
  if (errors !== undefined || data === undefined || refused !== undefined) {
    throw new Error(
      `The attack could not prepare itself: ${status} ${refused ?? text.slice(0, 500)}\n${query.slice(0, 300)}`,
    )
  }
  return data
}

/** Calls `one` with 0, 1, … until `end`, so many at a time; it stops early at the deadline and answers how many were called. */
export async function many(
  end: number,
  atOnce: number,
  one: (n: number) => Promise<unknown>,
  deadline = Number.POSITIVE_INFINITY,
): Promise<number> {
  let next = 0
  const lane = async () => {
    while (next < end && Date.now() < deadline) await one(next++)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, end) }, lane))
  return next
}

/** A TCP connection whose failures are nobody's; undefined where none came about. */
export function rawConnection(target: Target): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port: target.port, host: loopback, noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(undefined))
  })
}

/** Sends bytes as they are, and answers what came back until the other side closed, said no more, or `forMs` passed. */
export async function sendRaw(target: Target, bytes: string | Buffer, forMs: number): Promise<string> {
  const socket = await rawConnection(target)
  if (socket === undefined) return ''
  let text = ''
  socket.write(bytes)
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, forMs)
    socket.on('data', (part) => {
      if (text.length < KEPT_OF_RAW) text += part.toString('latin1')
      clearTimeout(timer)
      timer = setTimeout(resolve, QUIET_MS)
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  socket.destroy()
  return text
}
