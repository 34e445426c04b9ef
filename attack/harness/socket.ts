import { WebSocket } from 'ws'
import type { Random } from './random.ts'
import { loopback, type Target } from './target.ts'

/** The bytes of a client that wants a WebSocket at this path. */
export const upgrade = (path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${loopback}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    '',
    '',
  ].join('\r\n')

/** A WebSocket to /graphql whose failures are nobody's; undefined where none came about. */
export function openSocket(target: Target): Promise<WebSocket | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${loopback}:${target.port}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', () => resolve(undefined))
    socket.on('error', () => resolve(undefined))
  })
}

/** The same, let in with a token; undefined where it was not. */
export async function openWith(target: Target, token: string): Promise<WebSocket | undefined> {
  const socket = await openSocket(target)
  if (socket === undefined) return undefined
  const acknowledged = new Promise<boolean>((resolve) => {
    socket.once('message', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  return (await acknowledged) ? socket : undefined
}

/** Whether it is closed within this time; when not, it is cut off. */
export async function closesWithin(socket: WebSocket, ms: number): Promise<boolean> {
  if (socket.readyState === WebSocket.CLOSED) return true
  return await new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false)
      socket.terminate()
    }, ms)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

/** The bytes under the WebSocket: for frames that `ws` would not send. */
export const bytesOf = (
  socket: WebSocket,
): { write(bytes: Buffer): boolean; writableLength: number; destroyed: boolean } =>
  (socket as unknown as { _socket: import('node:net').Socket })._socket

export interface Frame {
  opcode: number
  payload: Buffer
  last?: boolean
  masked?: boolean
  reserved?: number
  /** What the header says, where that is a lie. */
  length?: bigint
}

/** A client's frame, right or wrong. Its mask is zero, which masks nothing. */
export function frame({ opcode, payload, last = true, masked = true, reserved = 0, length }: Frame): Buffer {
  const said = length ?? BigInt(payload.length)
  const mask = masked ? 0x80 : 0
  const first = (last ? 0x80 : 0) | (reserved << 4) | opcode
  const size =
    said < 126n
      ? Buffer.from([mask | Number(said)])
      : said < 65_536n
        ? Buffer.from([mask | 126, 0, 0])
        : Buffer.concat([Buffer.from([mask | 127]), Buffer.alloc(8)])
  if (size.length === 3) size.writeUInt16BE(Number(said), 1)
  if (size.length === 9) size.writeBigUInt64BE(said, 1)
  return Buffer.concat([Buffer.from([first]), size, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload])
}

export const text = (value: unknown): Frame => ({
  opcode: 1,
  payload: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
})

/** A frame that may be anything. */
export function randomFrame(random: Random): Frame {
  return {
    opcode: random.below(16),
    payload: random.bytes(random.below(200)),
    last: random.next() < 0.7,
    masked: random.next() < 0.9,
    reserved: random.next() < 0.8 ? 0 : random.below(8),
  }
}
