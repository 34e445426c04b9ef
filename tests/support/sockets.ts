import { type Client, createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

export const socketClient = (url: string, token: string | undefined, options: object = {}): Client =>
  createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    ...options,
  })

// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
export type Result = { data?: any; errors?: readonly { message: string; extensions?: Record<string, unknown> }[] }

/** The one result of an operation; errors come as a result too. */
export const once = async (client: Client, query: string, variables: Record<string, unknown> = {}): Promise<Result> =>
  new Promise((resolve, reject) => {
    let last: Result = {}
    client.subscribe(
      { query, variables },
      {
        next: (result) => {
          last = result as Result
        },
        error: (errors) => (Array.isArray(errors) ? resolve({ errors }) : reject(errors)),
        complete: () => resolve(last),
      },
    )
  })

/** A socket that speaks no protocol of its own accord, for what a well-behaved client never does. */
export async function rawSocket(url: string, token: string): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  await new Promise((resolve) => socket.once('message', resolve))
  return { socket, closed }
}
