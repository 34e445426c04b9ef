import { setTimeout as pause } from 'node:timers/promises'
import type { Rate } from './token-bucket.ts'
import { tokenBucket } from './token-bucket.ts'

export type ExternalServiceFailure =
  | 'UNREACHABLE' // it was never asked: ask again later
  | 'IN_DOUBT' // it was asked and did not answer: what was written may be there
  | 'BUSY' // it asks us to come back
  | 'NOT_ALLOWED' // it does not accept our credentials
  | 'NOT_FOUND'
  | 'REFUSED' // it understood, and says no
  | 'NOT_UNDERSTOOD' // its answer is none that we know

/** A channel or carrier that did not do what it was asked. The message is for logs: what was answered may hold personal data. */
export class ExternalServiceError extends Error {
  readonly failure: ExternalServiceFailure
  readonly retryAfterMs: number | undefined
  /** The beginning of the answer. */
  readonly answer: string | undefined

  constructor(failure: ExternalServiceFailure, message: string, retryAfterMs?: number, answer?: string) {
    super(message)
    this.name = 'ExternalServiceError'
    this.failure = failure
    this.retryAfterMs = retryAfterMs
    this.answer = answer
  }

  /** With its answer, for a person. */
  get said(): string {
    return this.answer === undefined ? this.message : `${this.message}: ${this.answer}`
  }
}

export interface ExternalService {
  name: string
  url: string
  headers: Record<string, string>
  rate: Rate
  /** How long one call may take. */
  timeoutMs: number
}

export interface Call {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string | undefined>
  body?: unknown
}

/** Longest wait that an external service may ask for in `Retry-After`. */
const LONGEST_REST_MS = 10 * 60_000
/** Longest part of an external service's refusal that is kept. */
const REASON_LENGTH = 300

export type Ask = (call: Call, signal?: AbortSignal) => Promise<unknown>

/** JSON over HTTP to one external service, within its rate; each failure is named so that the caller knows whether it may ask again. */
export function asking(service: ExternalService): Ask {
  const bucket = tokenBucket(service.rate)
  return async (call, signal) => {
    const wait = bucket.take(performance.now())
    if (wait > 0) await pause(wait, undefined, { signal })
    const response = await send(service, call, signal)
    if (response.status >= 200 && response.status < 300) return parse(service, response.text)
    throw refusal(service, call, response)
  }
}

interface Response {
  status: number
  text: string
  retryAfter: string | null
}

async function send(service: ExternalService, call: Call, signal?: AbortSignal): Promise<Response> {
  const url = new URL(call.path, service.url)
  for (const [key, value] of Object.entries(call.query ?? {})) if (value !== undefined) url.searchParams.set(key, value)
  const timeout = AbortSignal.timeout(service.timeoutMs)
  try {
    const response = await fetch(url, {
      method: call.method,
      headers: { ...service.headers, accept: 'application/json', 'content-type': 'application/json' },
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    })
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') }
  } catch (error) {
    const code = codeOf(error)
    const neverArrived = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
    throw new ExternalServiceError(
      neverArrived ? 'UNREACHABLE' : 'IN_DOUBT',
      neverArrived
        ? `${service.name} cannot be reached (${code})`
        : `${service.name} was asked and did not answer (${timeout.aborted ? `within ${service.timeoutMs} ms` : code})`,
    )
  }
}

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code
  return error instanceof Error ? error.name : 'no reason given'
}

function parse(service: ExternalService, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ExternalServiceError('NOT_UNDERSTOOD', `${service.name} answered with something that is not JSON`)
  }
}

function refusal(service: ExternalService, call: Call, { status, text, retryAfter }: Response): ExternalServiceError {
  const message = `${service.name} answered ${status} to ${call.method} ${call.path}`
  const answer = text.slice(0, REASON_LENGTH)
  const error = (failure: ExternalServiceFailure, retryAfterMs?: number) =>
    new ExternalServiceError(failure, message, retryAfterMs, answer)
  if (status === 429 || status === 503) {
    const seconds = Number(retryAfter ?? 1)
    return error('BUSY', Math.min((Number.isFinite(seconds) ? seconds : 1) * 1_000, LONGEST_REST_MS))
  }
  if (status === 401 || status === 403) return error('NOT_ALLOWED')
  if (status === 404) return error('NOT_FOUND')
  return error(status >= 500 ? 'IN_DOUBT' : 'REFUSED')
}
