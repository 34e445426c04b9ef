import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface Received {
  cursor: string
  live: boolean
  // biome-ignore lint/suspicious/noExplicitAny: each document selects its own fields
  event: any
}

/** A client of one stream, over whichever transport: what it received, until it ends or is cut off. */
export interface Client {
  /** The next thing received; undefined at the end. */
  next(): Promise<Received | undefined>
  /** The code of the error that the stream ended with. */
  failure(): string | undefined
  /** As a network that is gone: no goodbye. */
  cut(): void
  /** Stops reading from the network, and goes on. */
  pause(): void
  resume(): void
}

export type Connect = (url: string, token: string, query: string, variables: object) => Promise<Client>

const oneRoot = (data: Record<string, Received>): Received => Object.values(data)[0]!

/** Hands out what came in, in order. */
class Inbox {
  readonly #told: (Received | undefined)[] = []
  #wake: (() => void) | undefined

  put(told: Received | undefined): void {
    this.#told.push(told)
    this.#wake?.()
  }

  async take(): Promise<Received | undefined> {
    while (this.#told.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const told = this.#told.shift()
    if (told === undefined) this.put(undefined)
    return told
  }
}

/** graphql-transport-ws, by hand, so that it can be cut off and paused at any moment. */
export const overWebSocket: Connect = async (url, token, query, variables) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const inbox = new Inbox()
  let failure: string | undefined
  socket.on('error', () => {})
  socket.on('close', () => inbox.put(undefined))
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  socket.on('message', (raw) => {
    const message = JSON.parse(String(raw))
    if (message.type === 'connection_ack') {
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables } }))
    } else if (message.type === 'ping') socket.send('{"type":"pong"}')
    else if (message.type === 'next') inbox.put(oneRoot(message.payload.data))
    else {
      failure = message.payload?.[0]?.extensions?.code
      inbox.put(undefined)
    }
  })
  return {
    next: () => inbox.take(),
    failure: () => failure,
    cut: () => socket.terminate(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  }
}

/** Server-sent events, by hand; paused by not asking the body for more. */
export const overSse: Connect = async (url, token, query, variables) => {
  const abort = new AbortController()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  })
  const inbox = new Inbox()
  let failure: string | undefined
  let paused: Promise<void> = Promise.resolve()
  let go = () => {}
  const read = async () => {
    let text = ''
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += value
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (!data) continue
        const result = JSON.parse(data)
        failure = result.errors?.[0]?.extensions?.code
        inbox.put(failure === undefined ? oneRoot(result.data) : undefined)
      }
      await paused
    }
  }
  read().then(
    () => inbox.put(undefined),
    () => inbox.put(undefined),
  )
  return {
    next: () => inbox.take(),
    failure: () => failure,
    cut: () => abort.abort(),
    pause: () => {
      paused = new Promise((resolve) => {
        go = resolve
      })
    },
    resume: () => go(),
  }
}
