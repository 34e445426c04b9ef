import { follow } from './api/follow.js'
import { eventsStream, latestEventsQuery } from './documents.js'

/** Events that are kept and shown. */
export const keptEvents = 200
/** Listeners are notified of a burst once in this time. */
const batchDelayMs = 150

/** The latest events of the log, newest first: read once, then followed. One for the whole page, so that views share it. */
export class EventFeed {
  events = []
  problem = null
  #app
  #listeners = new Set()
  #stop = () => {}
  #timer
  #batchTimer
  #closed = false

  constructor(app) {
    this.#app = app
  }

  async start() {
    try {
      const { eventLog, events } = await this.#app.ask(latestEventsQuery)
      const older = events.pageInfo.hasPreviousPage
        ? (await this.#app.ask(latestEventsQuery, { before: events.pageInfo.startCursor })).events.nodes
        : []
      if (this.#closed) return
      this.problem = null
      this.events = [...older, ...events.nodes].reverse().slice(0, keptEvents)
      // After the last one that was read, so that none of them comes again.
      this.#follow(this.events[0]?.cursor ?? eventLog.head)
    } catch (error) {
      if (this.#closed) return
      this.problem = error.message
      this.#timer = setTimeout(() => this.start(), 5_000)
    }
    this.#tell()
  }

  /** Calls back at once, and after each burst. */
  listen(listener) {
    this.#listeners.add(listener)
    listener(this)
    return () => this.#listeners.delete(listener)
  }

  close() {
    this.#closed = true
    clearTimeout(this.#timer)
    clearTimeout(this.#batchTimer)
    this.#stop()
  }

  #follow(after) {
    this.#stop = follow(this.#app, {
      document: eventsStream,
      field: 'events',
      after,
      onEvent: (event) => {
        this.events = [event, ...this.events.slice(0, keptEvents - 1)]
        this.#batchTimer ??= setTimeout(() => {
          this.#batchTimer = undefined
          this.#tell()
        }, batchDelayMs)
      },
      onExpired: () => this.start(),
      onProblem: (message) => {
        this.problem = message
        this.#tell()
      },
    })
  }

  #tell() {
    for (const listener of this.#listeners) listener(this)
  }
}
