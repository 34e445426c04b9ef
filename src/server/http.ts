import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Viewer } from '#schema/access'
import { type Access, bearerToken } from './access.ts'
import { answerError, answerJson } from './answer.ts'
import { again, parametersOf, readBody } from './body.ts'
import { type Console, readConsole } from './console.ts'
import { answerFailure } from './errors.ts'
import { type FastPath, isFastPath } from './fast-path.ts'
import { serveGraphiql } from './graphiql.ts'
import { RECEIVE_MS } from './limits.ts'
import type { Executing, Operations } from './operations.ts'
import { pathOf } from './path-of.ts'
import type { Streams } from './streams.ts'

/** Headers alone have to be there sooner. */
const HEADERS_MS = 10_000
/** How often connections that are too slow are looked for: what is slow is cut off at most so much later. */
const LOOK_MS = 2_000
/** An idle connection is kept for the next request this long. */
const IDLE_MS = 65_000
/** /readyz waits this long for the database. */
const READY_MS = 2_000

export interface HttpOptions extends Pick<Executing, 'logger' | 'metrics'> {
  operations: Operations
  /** Answers what may take it; unset where everything goes through Yoga. */
  fastPath: FastPath | undefined
  streams: Streams
  access: Access
  /** A connection on which nothing moves for so long is cut off. */
  unreadMs: number
  /** Why the database does not serve; undefined where it does. Rejects where it is away. */
  whyNotReady(): Promise<string | undefined>
  /** True once the server was asked to stop. */
  draining(): boolean
}

// Any page may ask: the token is a header that its code puts there, never a cookie that a browser sends by itself.
const cors = { 'access-control-allow-origin': '*' }
const preflight = {
  ...cors,
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, accept',
  'access-control-max-age': '86400',
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** The HTTP side: who may come in, where to, and what never reaches GraphQL. */
export function createHttp(options: HttpOptions): Server {
  const routes: Record<string, Handler> = {
    '/healthz': (_request, response) => answerJson(response, 200, { status: 'ok' }),
    '/readyz': (_request, response) => answerReady(options, response),
    '/metrics': (request, response) => answerMetrics(options, request, response),
    '/graphql': (request, response) => answerGraphql(options, request, response),
    '/graphiql': (_request, response) => serveGraphiql(response),
  }
  const consoleFiles = readConsole()
  const server = createServer({
    requestTimeout: RECEIVE_MS,
    headersTimeout: HEADERS_MS,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: LOOK_MS,
  })
  server.timeout = options.unreadMs
  server.on('request', async (request, response) => {
    const path = pathOf(request)
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined
    const end = options.metrics.requests.startTimer({ route: route ? path : 'other' })
    response.once('finish', () => {
      if (!options.streams.has(response)) end({ status: String(response.statusCode) })
    })
    response.on('error', (error) => options.logger.debug({ err: error, path }, 'an answer was not taken'))
    if (options.draining()) response.setHeader('connection', 'close')
    try {
      if (route !== undefined) await route(request, response)
      else if (!serveConsole(consoleFiles, path, request, response)) {
        answerError(response, 404, 'NOT_FOUND', `There is nothing at ${path}; the API is at /graphql.`)
      }
    } catch (error) {
      answerFailure(response, error, path, options.logger)
    }
  })
  return server
}

/** The console's page and files; false where the path is none of theirs. */
function serveConsole(files: Console, path: string, request: IncomingMessage, response: ServerResponse): boolean {
  const answer = request.method === 'GET' ? files(path, request.headers['if-none-match']) : undefined
  if (answer === undefined) return false
  response.writeHead(answer.status, answer.headers).end(answer.body)
  return true
}

/** The caller, or undefined when the answer was given already. */
async function admit(
  { access }: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ viewer: Viewer; token: string } | undefined> {
  const token = bearerToken(request.headers.authorization)
  const viewer = token === undefined ? undefined : await access.viewer(token)
  if (token !== undefined && viewer !== undefined) return { viewer, token }
  const message =
    token === undefined
      ? 'No token came with the request: send the header "Authorization: Bearer <token>". "npx crossdock token create" makes one.'
      : 'The token is not known here, was revoked, or has expired: ask for another one.'
  answerError(response, 401, 'UNAUTHENTICATED', message, { 'www-authenticate': 'Bearer realm="crossdock"', ...cors })
  return undefined
}

async function answerGraphql(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'OPTIONS') {
    response.writeHead(204, preflight).end()
    return
  }
  const admitted = await admit(options, request, response)
  if (admitted === undefined) return
  // What a form on any page could send is not read: JSON alone.
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (request.method === 'POST' && type !== 'application/json') {
    const message = `A POST with the content type ${type ?? '(none)'} is not read: send JSON, with "content-type: application/json".`
    answerError(response, 415, 'UNSUPPORTED_MEDIA_TYPE', message, { 'accept-post': 'application/json', ...cors })
    return
  }
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('cache-control', 'no-store')
  const { operations, fastPath, streams, metrics } = options
  const { viewer } = admitted
  const isPost = request.method === 'POST'
  const body = isPost ? await readBody(request, response) : undefined
  if (isPost && body === undefined) return
  if (fastPath !== undefined && body !== undefined && isFastPath(request)) {
    if (await fastPath(body, viewer, request, response)) return metrics.answeredByFastPath.inc()
  }
  const parameters = parametersOf(request, body)
  if (typeof parameters === 'string') return answerError(response, 400, 'BAD_REQUEST', parameters)
  if (await streams.answer(parameters, admitted, request, response)) return
  metrics.answeredByYoga.inc()
  await operations.handle(again(request, body), response, { viewer })
}

async function answerReady({ whyNotReady, draining }: HttpOptions, response: ServerResponse): Promise<void> {
  if (draining()) return answerJson(response, 503, { status: 'stopping' })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), READY_MS)
  })
  try {
    const why = await Promise.race([whyNotReady(), late])
    answerJson(response, why === undefined ? 200 : 503, { status: why ?? 'ready' })
  } catch {
    answerJson(response, 503, { status: 'the database does not answer' })
  } finally {
    clearTimeout(timer)
  }
}

async function answerMetrics(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const admitted = await admit(options, request, response)
  if (admitted === undefined) return
  if (!admitted.viewer.scopes.has('log:read') || admitted.viewer.role === 'connector') {
    answerError(response, 403, 'FORBIDDEN', 'Metrics are shown to an admin, an operator or a reader.')
    return
  }
  const { registry } = options.metrics
  const text = await registry.metrics()
  response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text)
}
