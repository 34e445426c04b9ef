import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql'
import type { Logger } from 'pino'
import type { Viewer } from '#schema/access'
import { accepts } from './accepts.ts'
import type { Access } from './access.ts'
import { answerError } from './answer.ts'
import { answerUnavailable, isUnavailableError, shownError } from './errors.ts'
import { KEEP_ALIVE_MS } from './limits.ts'
import type { Operations } from './operations.ts'
import { prepare } from './prepare.ts'
import { spread } from './spread.ts'

const eventStream = 'text/event-stream'
const comment = ':\n\n'

interface StreamsOptions {
  operations: Operations
  access: Access
  logger: Logger
}

type Opened = AsyncIterableIterator<ExecutionResult> | ExecutionResult
type Rooted = ExecutionArgs & { rootValue: { subscribe(args: ExecutionArgs): Promise<Opened> } }

/**
 * Subscriptions over server-sent events. One ends without the event `complete` when its token ended or the server stops, which asks a client to
 * come again with its last cursor; `complete` comes only after an error.
 */
export class Streams {
  readonly #options: StreamsOptions
  readonly #open = new Set<ServerResponse>()

  constructor(options: StreamsOptions) {
    this.#options = options
  }

  /** Whether this answer is a stream. */
  has(response: ServerResponse): boolean {
    return this.#open.has(response)
  }

  /** Answers a subscription; false where the parameters are something else, and nothing has happened yet. */
  async answer(
    { query, operationName, variables }: Record<string, unknown>,
    { viewer, token }: { viewer: Viewer; token: string },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    if (typeof query !== 'string' || !query.includes('subscription')) return false
    if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) return false
    const name = typeof operationName === 'string' ? operationName : undefined
    const given = variables as Record<string, unknown> | null | undefined
    const args = await prepare(this.#options.operations, viewer, { query, operationName: name, variables: given })
    if (!('document' in args) || getOperationAST(args.document, name)?.operation !== 'subscription') return false
    const { accept } = request.headers
    if (!accepts(accept, eventStream)) {
      const message = `A subscription is answered as ${eventStream}, and the request accepts ${accept} alone: accept that too, or subscribe over a WebSocket.`
      answerError(response, 406, 'NOT_ACCEPTABLE', message)
      return true
    }
    await this.#deliver(args as Rooted, token, response)
    return true
  }

  /** Ends all that are open, one after the other, in a way that makes clients come again. */
  async close(overMs: number): Promise<void> {
    await spread([...this.#open], overMs, end)
    for (const response of this.#open) end(response)
  }

  async #deliver(args: Rooted, token: string, response: ServerResponse): Promise<void> {
    if (response.destroyed) return
    try {
      const opened = await args.rootValue.subscribe(args)
      if (!(Symbol.asyncIterator in opened)) return this.#refuse(opened, token, response)
      const leave = () => void opened.return?.()
      // A client may be gone before its stream was opened, and then nobody says so any more.
      if (response.destroyed) return leave()
      this.#begin(token, response)
      response.once('close', leave)
      await pump(opened, response)
    } catch (error) {
      const shown = shownError(error, this.#options.logger)
      // What is away comes back: its client comes again, with its cursor.
      if (isUnavailableError(shown)) end(response)
      else complete(response, { errors: [shown] })
    }
  }

  /** A stream that does not begin: the status says so where the database is away, and any other reason comes as its one result. */
  #refuse(refusal: ExecutionResult, token: string, response: ServerResponse): void {
    const away = refusal.errors?.find(isUnavailableError)
    if (away !== undefined) answerUnavailable(response, away.message)
    else if (!response.destroyed) {
      this.#begin(token, response)
      complete(response, refusal)
    }
  }

  /** Headers at once, since some clients say nothing to their user before the first byte. */
  #begin(token: string, response: ServerResponse): void {
    this.#open.add(response)
    const forget = this.#options.access.watch(token, () => end(response))
    const clock = setInterval(() => {
      if (isOpen(response) && !response.writableNeedDrain) response.write(comment)
    }, KEEP_ALIVE_MS)
    response.once('close', () => {
      this.#open.delete(response)
      clearInterval(clock)
      forget()
    })
    // Proxies that keep back, compress or change what they pass on would keep back events.
    response.writeHead(200, {
      'content-type': eventStream,
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    response.write(comment)
  }
}

const isOpen = (response: ServerResponse) => !response.destroyed && !response.writableEnded

const next = (result: ExecutionResult) => `event: next\ndata: ${JSON.stringify(result)}\n\n`

/** What a stream gives, as fast as the client takes it. */
async function pump(opened: AsyncIterableIterator<ExecutionResult>, response: ServerResponse): Promise<void> {
  for await (const result of opened) {
    if (!isOpen(response)) return
    if (!response.write(next(result))) await drained(response)
  }
  end(response)
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.on('drain', go).on('close', go)
  })

/** A last result after which there is nothing to come again for. */
function complete(response: ServerResponse, result: ExecutionResult): void {
  if (isOpen(response)) response.end(`${next(result)}event: complete\ndata:\n\n`)
}

/** A client that does not read would not see the end either. */
function end(response: ServerResponse): void {
  if (response.writableNeedDrain) response.destroy()
  else if (isOpen(response)) response.end()
}
