import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, GraphQLError } from 'graphql'
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Viewer } from '#schema/access'
import { type Access, bearerToken, tokenEnded } from './access.ts'
import { refuseUpgrade } from './answer.ts'
import { shownError } from './errors.ts'
import { BODY_BYTES, GOODBYE_MS, INIT_MS, OPERATIONS_A_SOCKET } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { OpenStreams } from './open-streams.ts'
import type { Operations } from './operations.ts'
import { pathOf } from './path-of.ts'
import { prepare } from './prepare.ts'
import { SocketTransport } from './socket-transport.ts'
import { spread } from './spread.ts'
import { UnauthenticatedSockets } from './unauthenticated-sockets.ts'

type Init = Record<string, unknown> | undefined
interface Own {
  socket: WebSocket
  request: IncomingMessage
  transport: SocketTransport
  streams: OpenStreams
  viewer?: Viewer
  forget?: () => void
}
type Rooted = ExecutionArgs & { rootValue: { execute(args: unknown): never; subscribe(args: unknown): never } }

interface SocketOptions {
  server: Server
  operations: Operations
  access: Access
  metrics: Metrics
  logger: Logger
  /** Of one address, before they have said who they are. */
  unauthenticatedPerAddress: number
  keepAliveMs: number
}

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql, with the same limits, context and access as HTTP. */
export function serveWebSocket(options: SocketOptions) {
  const { server, metrics, logger, keepAliveMs } = options
  const unauthenticated = new UnauthenticatedSockets(options.unauthenticatedPerAddress)
  const settings = {
    noServer: true,
    maxPayload: BODY_BYTES,
    closeTimeout: GOODBYE_MS, // which @types/ws does not know yet
    handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),
  }
  const sockets = new WebSocketServer(settings)
  const protocol = makeServer(protocolOptions(options, unauthenticated))
  const connect = (socket: WebSocket, request: IncomingMessage, connection: Socket) => {
    metrics.sockets.inc()
    // A client that breaks the protocol: `ws` closes the socket and says why.
    socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket failed'))
    unauthenticated.enter(socket, connection.remoteAddress)
    const transport = new SocketTransport({ socket, connection, logger, keepAliveMs })
    const closed = protocol.opened(transport, { socket, request, transport, streams: new OpenStreams() })
    socket.once('close', (code, reason) => {
      metrics.sockets.dec()
      closed(code, String(reason)).catch((error: unknown) => logger.error({ err: error }, 'a WebSocket left something'))
    })
  }
  const onUpgrade = (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    // Node takes its own listener away before this, and without one a reset of the client ends the process.
    connection.on('error', () => connection.destroy())
    if (pathOf(request) !== '/graphql') return refuseUpgrade(connection, 404, 'WebSockets are at /graphql.')
    const { remoteAddress } = connection as Socket
    if (!unauthenticated.admits(remoteAddress)) {
      return refuseUpgrade(connection, 503, 'Too many connections have not said who they are: try again in a moment.')
    }
    sockets.handleUpgrade(request, connection, head, (socket) => connect(socket, request, connection as Socket))
  }
  server.on('upgrade', onUpgrade)
  return {
    /** Takes no more connections. */
    refuse: () => void server.off('upgrade', onUpgrade),
    /** Says goodbye on all that are open, one after the other: 1001, so that clients come again. */
    async close(overMs: number): Promise<void> {
      await spread([...sockets.clients], overMs, (socket) => socket.close(1001, 'Going away'))
      for (const socket of sockets.clients) socket.close(1001, 'Going away')
      await new Promise((resolve) => sockets.close(resolve))
    },
  }
}

function protocolOptions(
  { operations, access, logger }: SocketOptions,
  unauthenticated: UnauthenticatedSockets,
): ServerOptions<Init, Own> {
  return {
    connectionInitWaitTimeout: INIT_MS,
    // The enveloped functions carry the plugins: limits, dry runs, masking.
    execute: (args) => (args as unknown as Rooted).rootValue.execute(args),
    subscribe: (args) => (args as unknown as Rooted).rootValue.subscribe(args),
    async onConnect({ connectionParams, extra }) {
      const { socket, request, transport } = extra
      const token = tokenOf(connectionParams, request)
      if (token === undefined) return false // closes with 4403
      unauthenticated.lookUp(socket, true)
      try {
        const viewer = await access.viewer(token)
        if (viewer === undefined || socket.readyState !== socket.OPEN) return false
        extra.viewer = viewer
        extra.forget = access.watch(token, () => socket.close(tokenEnded.code, tokenEnded.reason))
        unauthenticated.leave(socket)
        transport.acknowledge()
        return true
      } catch (error) {
        logger.error({ err: error }, 'a WebSocket could not be let in')
        socket.close(1013, 'Try again later')
        return false
      } finally {
        unauthenticated.lookUp(socket, false)
      }
    },
    onClose: ({ extra }) => {
      extra.forget?.()
      extra.streams.end()
    },
    onSubscribe: ({ extra }, _id, payload) => begin(operations, extra, payload),
    onOperation: ({ extra }, _id, _payload, _args, result) => extra.streams.keep(result),
    // What a stream throws in the middle is answered like any other error.
    onError: (_context, _id, _payload, errors) => errors.map((error) => shownError(error, logger).toJSON()),
  }
}

/** An operation that may begin: parsed, validated, with its context. */
async function begin(
  operations: Operations,
  { viewer, transport }: Own,
  payload: Parameters<typeof prepare>[2],
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  if (viewer === undefined) return [new GraphQLError('Say who you are first.')]
  // What the client completed in the same breath ends first.
  if (transport.handling > OPERATIONS_A_SOCKET) await new Promise((resolve) => setImmediate(resolve))
  if (transport.handling > OPERATIONS_A_SOCKET) {
    const message = `${OPERATIONS_A_SOCKET} operations are open on this connection, the most there may be: complete one, or open another connection.`
    return [new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } })]
  }
  return await prepare(operations, viewer, payload)
}

/** `Authorization: Bearer …` of the upgrade, or `authorization` of connection_init, since browsers cannot set headers here. */
function tokenOf(init: Init, request: IncomingMessage): string | undefined {
  const given = init?.authorization ?? init?.Authorization
  return bearerToken(given) ?? bearerToken(request.headers.authorization)
}
