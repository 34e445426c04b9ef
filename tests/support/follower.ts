import { WebSocket } from 'ws'
import { decodeCursor } from '#events/cursor'
import { adminToken } from './product.ts'

const document = `subscription ($after: String) {
  events(after: $after) { cursor event { orderNumber order { number status lines { sku } } } } }`

/** A subscriber of everything, who keeps its cursor and comes again, here or at another server, whatever becomes of its connection. */
export class Follower {
  /** The place in the log of each event that it received, in the order of its coming. */
  readonly positions: number[] = []
  /** What it received with parts missing. */
  readonly faults: string[] = []
  #cursor: string | undefined
  #over = false
  #socket: WebSocket | undefined
  readonly #running: Promise<void>

  constructor(urls: readonly string[]) {
    this.#running = this.#run(urls)
  }

  /** The last place that it knows of. */
  get position(): number {
    const cursor = this.#cursor === undefined ? undefined : decodeCursor(this.#cursor)
    return cursor !== undefined && 'position' in cursor ? cursor.position : 0
  }

  get isFollowing(): boolean {
    return this.#cursor !== undefined
  }

  async stop(): Promise<void> {
    this.#over = true
    this.#socket?.terminate()
    await this.#running
  }

  async #run(urls: readonly string[]): Promise<void> {
    for (let turn = 0; !this.#over; turn++) {
      await this.#connect(urls[turn % urls.length]!)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  #connect(url: string): Promise<void> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      handshakeTimeout: 5_000,
    })
    this.#socket = socket
    socket.on('error', () => {})
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${adminToken}` } })),
    )
    socket.on('message', (raw) => {
      const { type, payload } = JSON.parse(String(raw))
      if (type === 'connection_ack') {
        const variables = { after: this.#cursor }
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: document, variables } }))
      } else if (type === 'ping') socket.send('{"type":"pong"}')
      else if (type === 'next') this.#told(payload)
      else socket.close()
    })
    return new Promise((resolve) => socket.on('close', () => resolve()))
  }

  // biome-ignore lint/suspicious/noExplicitAny: as the document selects it
  #told(payload: any): void {
    const delivery = payload.data?.events
    if (payload.errors !== undefined || delivery == null) this.faults.push(JSON.stringify(payload))
    if (delivery == null) return
    this.#cursor = delivery.cursor
    if (delivery.event === null) return
    this.positions.push(this.position)
    if (delivery.event.orderNumber !== null && delivery.event.order === null) this.faults.push(JSON.stringify(payload))
  }
}
