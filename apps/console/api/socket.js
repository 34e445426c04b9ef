import { graphqlUrl } from './client.js'

const protocol = 'graphql-transport-ws'
const pingMs = 10_000
const shortestWaitMs = 500
const longestWaitMs = 10_000

/** Close codes that say that the token is not, or no longer, good. */
const refusedCodes = new Set([4401, 4403])
/** Errors that asking again may cure; any other stays. */
const passing = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'TIMEOUT'])

const waitBefore = (attempt) => Math.min(longestWaitMs, shortestWaitMs * 2 ** attempt) * (0.5 + Math.random() / 2)

/** One WebSocket for every stream of the page. It comes back by itself, and each stream then goes on where it was. */
export class Socket {
  #token
  #onState
  #onRefused
  #socket
  #acknowledged = false
  #streams = new Set()
  #running = new Map()
  #lastId = 0
  #attempt = 0
  #retry
  #pings
  #unanswered = false
  #closed = false

  constructor({ token, onState, onRefused }) {
    this.#token = token
    this.#onState = onState
    this.#onRefused = onRefused
    addEventListener('online', this.#wake)
    document.addEventListener('visibilitychange', this.#wake)
    this.#connect()
  }

  /**
   * `variables()` is asked at each start, so that a stream can go on after its latest cursor. `next(data)` gets each
   * answer, `failed(errors)` an error that asking again would not cure. The answer ends the stream.
   */
  subscribe({ document, variables = () => ({}), next, failed }) {
    const stream = { document, variables, next, failed, attempt: 0, id: undefined, timer: undefined }
    this.#streams.add(stream)
    this.#start(stream)
    return () => {
      this.#streams.delete(stream)
      clearTimeout(stream.timer)
      if (this.#running.delete(stream.id)) this.#send({ type: 'complete', id: stream.id })
    }
  }

  close() {
    this.#closed = true
    this.#drop()
    clearTimeout(this.#retry)
    removeEventListener('online', this.#wake)
    document.removeEventListener('visibilitychange', this.#wake)
    for (const { timer } of this.#streams) clearTimeout(timer)
    this.#streams.clear()
  }

  #connect() {
    clearTimeout(this.#retry)
    this.#retry = undefined
    const url = graphqlUrl()
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url, protocol)
    this.#socket = socket
    socket.onopen = () => this.#send({ type: 'connection_init', payload: { authorization: `Bearer ${this.#token}` } })
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data))
    socket.onclose = ({ code }) => this.#lost(code)
    this.#unanswered = false
    this.#pings = setInterval(() => this.#ping(), pingMs)
  }

  #take(message) {
    this.#unanswered = false
    if (message.type === 'ping') return this.#send({ type: 'pong' })
    if (message.type === 'connection_ack') return this.#begin()
    const stream = this.#running.get(message.id)
    if (stream === undefined) return
    if (message.type === 'next') {
      const { data, errors } = message.payload
      if (errors !== undefined) return this.#fail(stream, errors)
      stream.attempt = 0
      stream.next(data)
    } else if (message.type === 'error') {
      this.#fail(stream, message.payload)
    } else if (message.type === 'complete') {
      // Streams have no end of their own: the server is about to go, or lost its database.
      this.#again(stream)
    }
  }

  #begin() {
    this.#acknowledged = true
    this.#attempt = 0
    this.#onState({ kind: 'live' })
    for (const stream of this.#streams) this.#start(stream)
  }

  #start(stream) {
    clearTimeout(stream.timer)
    if (!this.#acknowledged || !this.#streams.has(stream)) return
    this.#lastId += 1
    stream.id = String(this.#lastId)
    this.#running.set(stream.id, stream)
    this.#send({ type: 'subscribe', id: stream.id, payload: { query: stream.document, variables: stream.variables() } })
  }

  #fail(stream, errors) {
    if (errors.some(({ extensions }) => passing.has(extensions?.code))) return this.#again(stream)
    this.#end(stream)
    this.#streams.delete(stream)
    stream.failed(errors)
  }

  #again(stream) {
    this.#end(stream)
    stream.timer = setTimeout(() => this.#start(stream), waitBefore(stream.attempt))
    stream.attempt += 1
  }

  /** Its number is not used again, so nothing that is still under way for it is taken for the next start's. */
  #end(stream) {
    if (this.#running.delete(stream.id)) this.#send({ type: 'complete', id: stream.id })
  }

  /** A connection can die without a word; whoever does not answer a ping by the next one is gone. */
  #ping() {
    if (this.#unanswered) return this.#lost()
    this.#unanswered = true
    this.#send({ type: 'ping' })
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #drop() {
    clearInterval(this.#pings)
    this.#acknowledged = false
    this.#running.clear()
    const socket = this.#socket
    this.#socket = undefined
    if (socket === undefined) return
    socket.onopen = null
    socket.onmessage = null
    socket.onclose = null
    socket.close(1000)
  }

  #lost(code) {
    this.#drop()
    if (this.#closed) return
    if (refusedCodes.has(code)) {
      this.close()
      return this.#onRefused()
    }
    this.#onState({ kind: 'reconnecting' })
    this.#retry = setTimeout(() => this.#connect(), waitBefore(this.#attempt))
    this.#attempt += 1
  }

  #wake = () => {
    if (this.#retry !== undefined && document.visibilityState === 'visible') this.#connect()
  }
}
