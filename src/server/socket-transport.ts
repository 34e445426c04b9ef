import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { CloseCode, type WebSocket as Transport } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { isTooDeep, tooDeep } from './json-depth.ts'
import { UNAUTHENTICATED_BYTES, UNREAD_BYTES, UNREAD_PAUSE_BYTES } from './limits.ts'

interface TransportOptions {
  socket: WebSocket
  /** The connection beneath. */
  connection: Socket
  logger: Logger
  keepAliveMs: number
}

/** Bytes of a ping of ours, which only a client that reads it can send back. */
const PING_BYTES = 4

/**
 * What graphql-ws speaks through: one WebSocket, and what its client may cost. A client that does not read is not read from, and one that
 * does not answer our pings is cut off, whatever else it sends.
 */
export class SocketTransport implements Transport {
  readonly protocol: string
  /** Messages that are being handled: every operation is one, until its last answer was sent. */
  handling = 0
  readonly #options: TransportOptions
  readonly #gone: Promise<void>
  readonly #counting: (part: Buffer) => void
  #pong: { payload: Record<string, unknown> | undefined } | undefined
  #isPongUnderWay = false

  constructor(options: TransportOptions) {
    const { socket, connection } = options
    this.#options = options
    this.protocol = socket.protocol
    this.#gone = new Promise((resolve) => socket.once('close', () => resolve()))
    let received = 0
    this.#counting = (part) => {
      received += part.length
      if (received > UNAUTHENTICATED_BYTES) this.#refuse(1009, 'Too much before the acknowledgement')
    }
    // Before the parser of `ws` sees them, whose limit is for all connections the same.
    connection.prependListener('data', this.#counting)
    this.#keepAlive()
  }

  /** From now on its messages may be as large as any. */
  acknowledge(): void {
    this.#options.connection.off('data', this.#counting)
  }

  /** Resolves when the client has taken the text, as far as can be seen here, or is gone. */
  send(text: string): Promise<void> {
    const { socket, logger } = this.#options
    if (socket.readyState !== socket.OPEN) return this.#gone
    return new Promise((resolve) => {
      socket.send(text, (error) => {
        if (error != null) return void this.#gone.then(resolve)
        if (socket.isPaused && socket.bufferedAmount < UNREAD_PAUSE_BYTES) socket.resume()
        resolve()
      })
      if (socket.bufferedAmount > UNREAD_BYTES) {
        logger.warn({ unread: socket.bufferedAmount }, 'a WebSocket was cut off: its client does not read its answers')
        socket.terminate()
      } else if (socket.bufferedAmount > UNREAD_PAUSE_BYTES) socket.pause()
    })
  }

  close(code: number, reason: string): void {
    this.#options.socket.close(code, reason)
  }

  onMessage(handle: (text: string) => Promise<void>): void {
    const { socket } = this.#options
    socket.on('message', (data: Buffer) => {
      if (socket.readyState !== socket.OPEN) return
      if (isTooDeep(data)) return this.#refuse(CloseCode.BadRequest, tooDeep)
      this.handling += 1
      handle(String(data))
        .catch((error: unknown) => this.#failed(error))
        .finally(() => {
          this.handling -= 1
        })
    })
  }

  /** One pong under way at a time; of the pings that come meanwhile the last is answered. */
  async onPing(payload?: Record<string, unknown>): Promise<void> {
    this.#pong = { payload }
    if (this.#isPongUnderWay) return
    this.#isPongUnderWay = true
    while (this.#pong !== undefined) {
      const text = JSON.stringify({ type: 'pong', ...(this.#pong.payload && { payload: this.#pong.payload }) })
      this.#pong = undefined
      await this.send(text)
    }
    this.#isPongUnderWay = false
  }

  /** Nothing more is read of it: the goodbye is all that it still gets. */
  #refuse(code: number, reason: string): void {
    this.#options.connection.off('data', this.#counting)
    this.close(code, reason)
    this.#options.socket.pause()
  }

  #failed(error: unknown): void {
    // graphql-ws knows these as messages, though not as a client's.
    if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
      this.close(CloseCode.BadRequest, error.message)
    } else {
      this.#options.logger.error({ err: error }, 'a message of a WebSocket could not be handled')
      this.close(CloseCode.InternalServerError, 'Internal server error')
    }
  }

  #keepAlive(): void {
    const { socket, connection, keepAliveMs } = this.#options
    let asked: Buffer | undefined
    let taken = 0
    socket.on('pong', (answer) => {
      if (asked?.equals(answer)) asked = undefined
    })
    const clock = setInterval(() => {
      const takenNow = connection.bytesWritten - socket.bufferedAmount
      const isTaking = socket.bufferedAmount > 0 && takenNow > taken
      taken = takenNow
      if (asked !== undefined && !isTaking) return socket.terminate()
      if (socket.readyState !== socket.OPEN) return
      asked = randomBytes(PING_BYTES)
      socket.ping(asked)
    }, keepAliveMs)
    socket.once('close', () => clearInterval(clock))
  }
}
