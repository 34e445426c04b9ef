import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackRequest {
  method: string
  path: string
  query: URLSearchParams
  key: string | null
  body: unknown
}

/** What a simulator answers; 'drop' ends the connection without an answer, as an external service's proxy sometimes does. */
export type LoopbackAnswer = { status: number; body?: unknown; retryAfter?: number } | 'drop'

export interface Loopback {
  url: string
  stop(): Promise<void>
}

/** Largest request body of a simulator. */
const BODY_LIMIT = 1_000_000

/** A simulator's own little HTTP server on this machine alone, so that its connector is tried over real sockets. */
export async function serveLoopback(answer: (request: LoopbackRequest) => LoopbackAnswer): Promise<Loopback> {
  const server = createServer((request, response) => {
    void handle(request, response, answer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: LoopbackRequest) => LoopbackAnswer,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://loopback')
  let said: LoopbackAnswer
  try {
    said = answer({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      key: request.headers.authorization?.replace(/^Bearer /, '') ?? null,
      body: await bodyOf(request),
    })
  } catch (error) {
    said = { status: 500, body: { error: error instanceof Error ? error.message : 'broken' } }
  }
  if (said === 'drop') {
    request.socket.destroy()
    return
  }
  if (said.retryAfter !== undefined) response.setHeader('retry-after', String(said.retryAfter))
  response.writeHead(said.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(said.body ?? {}))
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > BODY_LIMIT) throw new Error('the body is too large')
  }
  return text === '' ? null : JSON.parse(text)
}
