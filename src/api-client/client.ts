import { setTimeout as pause } from 'node:timers/promises'

/** A document of our own API, with the types of its answer and its variables. */
export interface TypedDocument<Data, Variables> {
  readonly name: string
  readonly text: string
  /** Never there: it only carries the types. */
  readonly types?: (variables: Variables) => Data
}

export type AnswerOf<Document> = Document extends TypedDocument<infer Data, never> ? Data : never

export const typedDocument = <Data, Variables>(name: string, text: string): TypedDocument<Data, Variables> => ({
  name,
  text: text.replace(/\s+/g, ' ').trim(),
})

export type ApiFailure =
  | 'UNREACHABLE' // no answer, however often it was asked
  | 'NOT_ALLOWED' // no token, a token of nobody, or one that may not
  | 'NOT_THE_API' // something answered that is no GraphQL server of ours
  | 'REFUSED' // the API refused the document or its variables as a whole
  | 'BROKEN' // the API failed

export class ApiError extends Error {
  readonly failure: ApiFailure

  constructor(failure: ApiFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ApiError'
    this.failure = failure
  }
}

export interface ClientOptions {
  url: string
  token: string
  /** How long one attempt may take. */
  timeoutMs?: number
  /** How long a repeat-safe call is tried again while nobody answers. */
  maxWaitMs?: number
  onRetry?(reason: string, waitMs: number): void
}

export interface CallOptions {
  /** The call may be sent twice: a query, a snapshot, or a mutation with its own key. */
  repeatSafe?: boolean
  /** Aborted: no further attempt. One that is under way is finished, because its effect would be. */
  stop?: AbortSignal
  maxWaitMs?: number
}

export interface Client {
  execute<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    options?: CallOptions,
  ): Promise<Data>
  /** The same with variables that are JSON already, as UTF-8: a large batch is written only once. */
  executeJson<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Uint8Array,
    options?: CallOptions,
  ): Promise<Data>
}

export const DEFAULT_TIMEOUT_MS = 60_000
export const DEFAULT_MAX_WAIT_MS = 60_000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

export function createClient(options: ClientOptions): Client {
  const executeJson: Client['executeJson'] = async (document, variables, call = {}) => {
    const { repeatSafe = false, stop, maxWaitMs = options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS } = call
    const head = Buffer.from(`{"query":${JSON.stringify(document.text)},"variables":`)
    const body = Buffer.concat([head, variables, Buffer.from('}')])
    const giveUpAt = Date.now() + maxWaitMs
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const attempt = await ask(options, body)
      if (attempt.ok) return readAnswer(attempt.status, attempt.answer, options.url)
      const mayRepeat = attempt.neverArrived || repeatSafe
      if (!mayRepeat || stop?.aborted || Date.now() + waitMs > giveUpAt)
        throw new ApiError('UNREACHABLE', attempt.message, attempt.cause)
      options.onRetry?.(attempt.message, waitMs)
      await pause(attempt.retryAfterMs ?? waitMs, undefined, { signal: stop }).catch(() => {
        throw new ApiError('UNREACHABLE', attempt.message, attempt.cause)
      })
    }
  }
  return {
    executeJson,
    execute: (document, variables, call) => executeJson(document, Buffer.from(JSON.stringify(variables)), call),
  }
}

type Attempt =
  | { ok: true; status: number; answer: GraphQLAnswer | null }
  | { ok: false; message: string; neverArrived: boolean; retryAfterMs?: number; cause?: unknown }

async function ask(options: ClientOptions, body: Uint8Array<ArrayBuffer>): Promise<Attempt> {
  const { url, token, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        authorization: `Bearer ${token}`,
      },
      body,
      signal: timeout,
    })
    const text = await response.text()
    if (![429, 502, 503, 504].includes(response.status)) return judge(response.status, parseAnswer(text), url)
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    const retryAfterMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1_000, LONGEST_WAIT_MS) : undefined
    return {
      ok: false,
      message: `${url} is busy or starting (HTTP ${response.status})`,
      neverArrived: false,
      retryAfterMs,
    }
  } catch (cause) {
    if (timeout.aborted) {
      return { ok: false, message: `${url} did not answer within ${timeoutMs / 1_000} s`, neverArrived: false, cause }
    }
    const code = errorCode(cause)
    const neverArrived = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
    const hint = neverArrived ? '; is the server running, and is CROSSDOCK_URL right?' : ''
    return { ok: false, message: `no connection to ${url} (${code})${hint}`, neverArrived, cause }
  }
}

/** The API cuts off what takes too long; the same call may fit in once the server is less busy. */
function judge(status: number, answer: GraphQLAnswer | null, url: string): Attempt {
  if (answer?.errors?.[0]?.extensions?.code !== 'TIMEOUT') return { ok: true, status, answer }
  return { ok: false, message: `${url} is too busy to finish the call in time`, neverArrived: false }
}

/** The code of the innermost error that has one: fetch wraps what the socket said. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && typeof error.code === 'string') return error.code
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return inner === undefined ? error.message : errorCode(inner)
}

interface GraphQLAnswer {
  data?: unknown
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[]
}

const notAllowed = (detail: string): ApiError =>
  new ApiError(
    'NOT_ALLOWED',
    `the server does not accept the token (${detail}); set CROSSDOCK_TOKEN to one that may do this`,
  )

function readAnswer<Data>(status: number, answer: GraphQLAnswer | null, url: string): Data {
  const [error] = answer?.errors ?? []
  if (error !== undefined) {
    const code = error.extensions?.code ?? 'no code'
    if (status === 401 || status === 403 || code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') {
      throw notAllowed(error.message)
    }
    const broken = status >= 500 || code === 'INTERNAL_SERVER_ERROR'
    const where = error.path === undefined ? '' : ` at ${error.path.join('.')}`
    throw new ApiError(broken ? 'BROKEN' : 'REFUSED', `the API answered: ${error.message} (${code}${where})`)
  }
  if (status === 401 || status === 403) throw notAllowed(`HTTP ${status}`)
  if (status !== 200 || answer?.data === undefined || answer.data === null) {
    throw new ApiError(
      'NOT_THE_API',
      `${url} answered HTTP ${status} without a GraphQL result; CROSSDOCK_URL ends in /graphql`,
    )
  }
  return answer.data as Data // the server validated the document that `Data` describes
}

function parseAnswer(text: string): GraphQLAnswer | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}
