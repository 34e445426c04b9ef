/** How live the page is: connecting, live, replaying what it missed, or reconnecting since a moment. */
export class Connection {
  #socket = 'connecting'
  #since = null
  #replaying = new Set()
  #listeners = new Set()
  #before

  get state() {
    if (this.#socket !== 'live') return { kind: this.#socket, since: this.#since }
    return { kind: this.#replaying.size > 0 ? 'replaying' : 'live', since: null }
  }

  /** Calls back at once, and whenever the state is another one. The answer stops that. */
  listen(listener) {
    this.#listeners.add(listener)
    listener(this.state)
    return () => this.#listeners.delete(listener)
  }

  socketIs({ kind }) {
    if (kind === 'live') this.#since = null
    else this.#since ??= new Date().toISOString()
    this.#socket = kind
    this.#tell()
  }

  /** What one stream says of itself. */
  stream() {
    const stream = {}
    const change = (alter) => {
      alter()
      this.#tell()
    }
    return {
      replays: () => change(() => this.#replaying.add(stream)),
      isLive: () => change(() => this.#replaying.delete(stream)),
      ends: () => change(() => this.#replaying.delete(stream)),
    }
  }

  #tell() {
    const text = JSON.stringify(this.state)
    if (text === this.#before) return
    this.#before = text
    for (const listener of this.#listeners) listener(this.state)
  }
}
