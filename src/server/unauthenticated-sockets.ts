import { isIPv6 } from 'node:net'
import type { WebSocket } from 'ws'
import { UNAUTHENTICATED_SOCKETS } from './limits.ts'

/** A socket whose client has not been acknowledged, and whether its token is being looked up. */
interface PendingSocket {
  socket: WebSocket
  address: string
  lookedUp: boolean
}

/**
 * The WebSockets of which nobody knows yet whose they are. There are only so many, for one address and in all. When all places are taken, the
 * one that waited longest without a token gives way, so that a client that says at once who it is comes in also while others hold places.
 */
export class UnauthenticatedSockets {
  readonly #waiting = new Map<WebSocket, PendingSocket>()
  readonly #perAddress = new Map<string, number>()
  readonly #limits: { perAddress: number; inAll: number }

  constructor(perAddress: number, inAll: number = UNAUTHENTICATED_SOCKETS) {
    this.#limits = { perAddress, inAll }
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Whether there is a place for one more from this address; makes one where it can. */
  admits(address: string | undefined): boolean {
    const key = addressKey(address)
    return (
      this.#hasPlace((this.#perAddress.get(key) ?? 0) < this.#limits.perAddress, (one) => one.address === key) &&
      this.#hasPlace(this.#waiting.size < this.#limits.inAll, () => true)
    )
  }

  enter(socket: WebSocket, address: string | undefined): void {
    const key = addressKey(address)
    this.#waiting.set(socket, { socket, address: key, lookedUp: false })
    this.#perAddress.set(key, (this.#perAddress.get(key) ?? 0) + 1)
    socket.once('close', () => this.leave(socket))
  }

  has(socket: WebSocket): boolean {
    return this.#waiting.has(socket)
  }

  /** While its token is looked up, a socket keeps its place. */
  lookUp(socket: WebSocket, isLookedUp: boolean): void {
    const waiting = this.#waiting.get(socket)
    if (waiting !== undefined) waiting.lookedUp = isLookedUp
  }

  /** It was acknowledged, or is closed. */
  leave(socket: WebSocket): void {
    const waiting = this.#waiting.get(socket)
    if (waiting === undefined) return
    this.#waiting.delete(socket)
    const others = (this.#perAddress.get(waiting.address) ?? 1) - 1
    if (others === 0) this.#perAddress.delete(waiting.address)
    else this.#perAddress.set(waiting.address, others)
  }

  #hasPlace(isFree: boolean, mayGiveWay: (one: PendingSocket) => boolean): boolean {
    if (isFree) return true
    for (const one of this.#waiting.values()) {
      if (one.lookedUp || !mayGiveWay(one)) continue
      this.leave(one.socket)
      one.socket.terminate()
      return true
    }
    return false
  }
}

/** Who holds one address of version 6 usually holds all that share its first half. */
function addressKey(address = ''): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address.replace('::ffff:', '')
  const [front = '', back = ''] = address.split('%', 1)[0]?.split('::') ?? []
  const [groups, rest] = [front.split(':').filter(Boolean), back.split(':').filter(Boolean)]
  const filled = [...groups, ...Array(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest]
  return filled.slice(0, 4).join(':')
}
