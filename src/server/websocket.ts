import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { ServerOptions } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { Viewer } from '#schema/access'
import { type Access, bearerToken, tokenEnded } from './access.ts'
import { shownError } from './errors.ts'
import { BODY_BYTES, INIT_MS, KEEP_ALIVE_MS, OPERATIONS_A_SOCKET } from './limits.ts'
import type { Metrics } from './metrics.ts'
import type { Operations } from './operations.ts'

type Init = Record<string, unknown> | undefined
type Own = { viewer?: Viewer; forget?: () => void }
type Rooted = ExecutionArgs & { rootValue: { execute(args: unknown): never; subscribe(args: unknown): never } }

interface SocketOptions {
  server: Server
  operations: Operations
  access: Access
  metrics: Metrics
  logger: Logger
}

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql, with the same limits, context and access as HTTP. */
export function serveWebSocket({ server, operations, access, metrics, logger }: SocketOptions) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '/', 'http://any').pathname !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request))
  }
  server.on('upgrade', onUpgrade)
  sockets.on('connection', (socket) => {
    metrics.sockets.inc()
    socket.on('close', () => metrics.sockets.dec())
  })
  const failed =
    ({ socket }: Extra) =>
    (error: unknown): undefined => {
      logger.error({ err: error }, 'a WebSocket could not be let in')
      socket.close(1013, 'Try again later')
    }
  const options: ServerOptions<Init, Extra & Own> = {
    connectionInitWaitTimeout: INIT_MS,
    // The enveloped functions carry the plugins: limits, dry runs, masking.
    execute: (args) => (args as unknown as Rooted).rootValue.execute(args),
    subscribe: (args) => (args as unknown as Rooted).rootValue.subscribe(args),
    async onConnect({ connectionParams, extra }) {
      const token = tokenOf(connectionParams, extra.request)
      const viewer = token === undefined ? undefined : await access.viewer(token).catch(failed(extra))
      if (token === undefined || viewer === undefined) return false // closes with 4403
      extra.viewer = viewer
      extra.forget = access.watch(token, () => extra.socket.close(tokenEnded.code, tokenEnded.reason))
      return true
    },
    onDisconnect: ({ extra }) => extra.forget?.(),
    onClose: ({ extra }) => extra.forget?.(),
    onSubscribe: ({ extra, subscriptions }, _id, payload) =>
      prepare(operations, extra.viewer, Object.keys(subscriptions).length, payload),
    // What a stream throws in the middle is told like any other error; that the client is gone, nobody would hear.
    onError: ({ extra }, _id, _payload, errors) =>
      errors.map((error) => (isGone(error, extra) ? unheard : shownError(error, logger)).toJSON()),
  }
  const served = useServer(options, sockets, KEEP_ALIVE_MS)
  // Instead of the library's, which prints each broken frame of a client with its stack; `ws` closes the socket and says why.
  sockets.on('connection', (socket) => {
    socket.removeAllListeners('error')
    socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket failed'))
  })
  return {
    /** Takes no more connections. */
    refuse: () => void server.off('upgrade', onUpgrade),
    /** Says goodbye on all that are open: 1001, so that clients come again. */
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.close(1001, 'Going away')
      const stubborn = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, 1_000)
      await served.dispose()
      clearTimeout(stubborn)
    },
  }
}

const lost = new Set<unknown>([
  'EPIPE',
  'ECONNRESET',
  'ECONNABORTED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
])

const unheard = new GraphQLError('The connection is gone.')

/** Whether it only says that the client went away in the middle. */
const isGone = (error: unknown, { socket }: Extra): boolean => {
  const { code, originalError } = error as { code?: unknown; originalError?: { code?: unknown } }
  return socket.readyState !== socket.OPEN || lost.has(code) || lost.has(originalError?.code)
}

/** `Authorization: Bearer …` of the upgrade, or `authorization` of connection_init, since browsers cannot set headers here. */
function tokenOf(init: Init, request: IncomingMessage): string | undefined {
  const given = init?.authorization ?? init?.Authorization
  return bearerToken(given) ?? bearerToken(request.headers.authorization)
}

/** Parsed, validated, with its context. Whatever is wrong with a document is an answer to it: a throw would close the socket. */
async function prepare(
  operations: Operations,
  viewer: Viewer | undefined,
  open: number,
  payload: { query: string; operationName?: string | null; variables?: Record<string, unknown> | null },
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  if (viewer === undefined) return [new GraphQLError('Say who you are first.')]
  if (open > OPERATIONS_A_SOCKET) {
    const message = `${OPERATIONS_A_SOCKET} operations are open on this connection, the most there may be: complete one, or open another connection.`
    return [new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } })]
  }
  try {
    const { schema, execute, subscribe, contextFactory, parse, validate } = operations.getEnveloped({
      viewer,
      params: payload,
    } as never) // Yoga's type also wants a request, which a WebSocket has none of
    const document = parse(payload.query)
    const errors = validate(schema, document)
    if (errors.length > 0) return errors
    return {
      schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: await contextFactory(),
      rootValue: { execute, subscribe },
    }
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('The operation cannot be read.')]
  }
}
