import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** The request that asks for a WebSocket, as bytes. */
export const upgrade = (path = '/graphql', headers: Record<string, string> = {}): string => {
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 }

/** One frame of a client, masked with zeros, with as much payload as it says or less. */
export function frame(payload: string | Buffer, opcode: number = opcodes.text, says?: number): Buffer {
  const body = Buffer.from(payload)
  const length = says ?? body.length
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  if (head.length === 2) head[1] = 0x80 | length
  else if (head.length === 4) {
    head[1] = 0x80 | 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 0x80 | 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, Buffer.alloc(4), body])
}

/** A connection of bytes: what came over it, and whether the server closed it. */
export interface Raw {
  socket: Socket
  received(): Buffer
  closed: Promise<void>
  isClosed(): boolean
}

/** A client that does what it is asked and nothing of its own accord: its side stays open when the server's closes. */
export function openRaw(url: string, text?: string | Buffer): Raw {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  const parts: Buffer[] = []
  let isClosed = false
  socket.on('error', () => {})
  socket.on('data', (part: Buffer) => parts.push(part))
  const closed = new Promise<void>((resolve) => {
    const end = () => {
      isClosed = true
      resolve()
    }
    socket.once('end', end).once('close', end)
  })
  if (text !== undefined) socket.write(text)
  return { socket, received: () => Buffer.concat(parts), closed, isClosed: () => isClosed }
}

/** The code and reason of the close frame that came last; undefined where none did. */
export function closing(received: Buffer): { code: number; reason: string } | undefined {
  const at = received.lastIndexOf(0x88)
  if (at < 0 || received.length < at + 4) return undefined
  return {
    code: received.readUInt16BE(at + 2),
    reason: received.subarray(at + 4, at + 2 + received[at + 1]!).toString(),
  }
}
