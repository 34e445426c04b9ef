import {
  type ExecutionResult,
  execute as executeByGraphqlJs,
  type GraphQLSchema,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from 'graphql'
import { afterAll, expect } from 'vitest'
import { type UncompiledRead, UncompiledReads } from '#engines/reader'
import { Boards } from '#events/boards'
import { Log } from '#events/log'
import { type Role, scopesOf, type Viewer } from '#schema/access'
import type { Context } from '#schema/context'
import { execute } from '#server/executor'
import { buildSchema } from '#server/graph'
import { AnswerBudget } from '#store/answer-budget'
import { connect, type Store } from '#store/connect'
import { freshId } from '#store/fresh-id'
import { comparedReads } from './compared-reads.ts'
import { freshDatabase } from './database.ts'
import { fastPath } from './fast-path.ts'
import { expectRebuilt } from './rebuilt.ts'

export interface Asker {
  role?: Role
  channelKey?: string
  principalId?: string
}

export interface Api {
  store: Store
  url: string
  schema: GraphQLSchema
  /** Defects that one item of a call ran into, and its neighbours were spared. */
  reported: unknown[]
  /** The clock of the operations; move it to let time pass. */
  clock: { now: string | null }
  /** Runs a document as an admin, or as whom `asker` says, and gives the whole result. */
  run(document: string, variables?: Record<string, unknown>, asker?: Asker): Promise<ExecutionResult>
  /**
   * Every question of every test is answered by graphql-js too, and our executor says the same to the letter; every read is asked of Prisma
   * too, and the store's reader says the same; with the fast path off there is nothing to compare. False where statements are counted. At the end every order is rebuilt from its events and
   * compared with its rows, whichever path: false where the test wrote rows by itself.
   */
  compared: { withGraphqlJs: boolean; withPrisma: boolean; withHistory: boolean }
  /** The same where no top-level error is expected; such an error fails the test. */
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
  ask(document: string, variables?: Record<string, unknown>, asker?: Asker): Promise<any>
  /** The log of this process; it works once it was started, which most tests do not need. */
  log: Log
  startLog(): Promise<void>
  /** Opens a stream; a refusal is its one result. */
  open(
    document: string,
    variables?: Record<string, unknown>,
    asker?: Asker,
  ): Promise<AsyncIterableIterator<ExecutionResult>>
}

const principals = new Map<string, string>()
let built: GraphQLSchema | undefined

/** What the product reads, the reader must have SQL for. */
const refuseRead = (read: UncompiledRead): never => {
  throw new Error(`${read.model}.${read.method} went to Prisma: ${read.reason}`)
}

/** The schema over a database of this test file's own; operations run in this process, without HTTP. */
export async function startApi(): Promise<Api> {
  const database = await freshDatabase()
  const store = connect(database.url, { size: 8, uncompiled: new UncompiledReads(refuseRead), fastPath })
  const compared = { withGraphqlJs: true, withPrisma: true, withHistory: true }
  const handle = fastPath ? { ...store.handle, prisma: comparedReads(store, () => compared.withPrisma) } : store.handle
  const log = new Log({ handle: store.handle, listenUrl: database.url })
  const boards = new Boards({ handle: store.handle, log })
  let starting: Promise<void> | undefined
  afterAll(async () => {
    boards.close()
    await log.close()
    const rebuilding = compared.withHistory ? await expectRebuilt(store.handle).catch((error: unknown) => error) : 0
    await store.close()
    await database.drop()
    if (rebuilding instanceof Error) throw rebuilding
  })
  built ??= buildSchema()
  const schema = built
  const clock: Api['clock'] = { now: null }
  const reported: unknown[] = []

  const contextOf = (asker: Asker): Context => ({
    viewer: viewerOf(asker),
    budget: new AnswerBudget(),
    handle,
    now: () => clock.now ?? new Date().toISOString(),
    id: freshId,
    committed: () => {
      if (starting !== undefined) log.nudge()
    },
    report: (error) => reported.push(error),
    live: log.live,
    boards,
  })

  const run: Api['run'] = async (document, variables = {}, asker = {}) => {
    const parsed = parse(document)
    const errors = validate(schema, parsed)
    if (errors.length > 0) return { errors }
    const args = { schema, document: parsed, variableValues: variables }
    if (!fastPath) return await executeByGraphqlJs({ ...args, contextValue: contextOf(asker) })
    const result = await execute({ ...args, contextValue: contextOf(asker) })
    if (compared.withGraphqlJs && getOperationAST(parsed)?.operation === 'query') {
      const expected = await executeByGraphqlJs({ ...args, contextValue: contextOf(asker) })
      expect(JSON.stringify(result)).toBe(JSON.stringify(expected))
    }
    return result
  }

  const ask: Api['ask'] = async (document, variables, asker) => {
    const { data, errors } = await run(document, variables, asker)
    if (errors !== undefined && errors.length > 0) throw errors[0]!.originalError ?? errors[0]!
    return data
  }

  const startLog: Api['startLog'] = () => {
    starting ??= log.start()
    return starting
  }

  const open: Api['open'] = async (document, variables = {}, asker = {}) => {
    await startLog()
    const parsed = parse(document)
    const errors = validate(schema, parsed)
    if (errors.length > 0) throw errors[0]!
    const opened = await subscribe({
      schema,
      document: parsed,
      variableValues: variables,
      contextValue: contextOf(asker),
    })
    return (Symbol.asyncIterator in opened ? opened : refusal(opened)) as AsyncIterableIterator<ExecutionResult>
  }
  return { store, url: database.url, schema, reported, compared, clock, run, ask, log, startLog, open }
}

async function* refusal(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result
}

/** Askers of one role and channel are one principal, so that idempotency keys and ownership behave as with a token. */
function viewerOf({ role = 'admin', channelKey, principalId }: Asker): Viewer {
  const name = channelKey === undefined ? role : `${role}:${channelKey}`
  if (!principals.has(name)) principals.set(name, freshId())
  return {
    principalId: principalId ?? principals.get(name)!,
    name,
    kind: role === 'connector' ? 'CONNECTOR' : 'USER',
    role,
    scopes: new Set(scopesOf[role]),
    channelKey: channelKey ?? null,
  }
}
