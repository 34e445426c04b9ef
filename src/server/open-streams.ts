import type { ExecutionResult } from 'graphql'

/** A result that goes on: what it gives is pulled, and it can be ended. */
type Stream = AsyncIterableIterator<ExecutionResult>

const isStream = (result: unknown): result is Stream =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result && 'return' in result

/**
 * The streams of one connection. graphql-ws keeps one for each id; a client that completes an id and takes it again while the first is still
 * being opened would leave that one without an owner.
 */
export class OpenStreams {
  readonly #open = new Set<Stream>()

  /** The same stream, known here until it ends; undefined for a single result. */
  keep(result: unknown): AsyncIterable<ExecutionResult> | undefined {
    if (!isStream(result)) return undefined
    this.#open.add(result)
    const kept: Stream = {
      [Symbol.asyncIterator]: () => kept,
      next: async () => {
        const step = await result.next()
        if (step.done === true) this.#open.delete(result)
        return step
      },
      return: async () => {
        this.#open.delete(result)
        return (await result.return?.()) ?? { done: true, value: undefined }
      },
    }
    return kept
  }

  end(): void {
    for (const stream of this.#open) void stream.return?.()
    this.#open.clear()
  }
}
