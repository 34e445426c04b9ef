import { Prisma, type PrismaClient } from '../generated/client.ts'
import { BatchedLookups, type Query } from './batched-lookups.ts'
import { type Method, methods } from './plan.ts'
import type { Plans } from './plans.ts'
import { Uncompiled, type UncompiledReads } from './uncompiled.ts'

type Delegates = Omit<PrismaClient, `$${string}` | symbol>

/** Prisma's methods that read, model by model, with its arguments and answers; without the chains of its fluent API. */
export type Reader = { readonly [Name in keyof Delegates]: Pick<Delegates[Name], Method & keyof Delegates[Name]> }

export interface ReaderOptions {
  plans: Plans
  query: Query
  /** Answers what cannot be compiled. */
  prisma: PrismaClient | Prisma.TransactionClient
  uncompiled: UncompiledReads
}

type Args = Record<string, unknown>
type Read = (args?: Args) => Promise<unknown>

/** Each read is one statement, compiled once a shape; see docs/decisions/0004-one-statement-a-read.md. */
export function createReader(options: ReaderOptions): Reader {
  const lookups = new BatchedLookups(options.query)
  const delegates = Object.values(Prisma.ModelName).map((model) => [
    `${model.slice(0, 1).toLowerCase()}${model.slice(1)}`,
    Object.fromEntries(methods.map((method) => [method, readOf(options, lookups, model, method)])),
  ])
  return Object.fromEntries(delegates) as Reader
}

function readOf(
  { plans, query, prisma, uncompiled }: ReaderOptions,
  lookups: BatchedLookups,
  model: string,
  method: Method,
): Read {
  const mustExist = method.endsWith('OrThrow')
  const found = (row: unknown): unknown => (row === null && mustExist ? missing(model) : row)
  return async (args = {}) => {
    const read = plans.find(model, method, args)
    if (read instanceof Uncompiled) {
      uncompiled.note({ model, method, reason: read.message })
      return await prismaRead(prisma, model, method)(args)
    }
    const { plan, key, values } = read
    if (plan.fold !== undefined) return found(await lookups.read(key, plan, plan.fold, values))
    return found(plan.answer(await query(plan.statement, values)))
  }
}

function prismaRead(prisma: ReaderOptions['prisma'], model: string, method: Method): Read {
  const name = `${model.slice(0, 1).toLowerCase()}${model.slice(1)}` as keyof Delegates
  const delegate = prisma[name] as unknown as Record<Method, Read>
  return (args) => delegate[method](args)
}

function missing(model: string): never {
  throw new Prisma.PrismaClientKnownRequestError(`There is no ${model} where one was required.`, {
    code: 'P2025',
    clientVersion: Prisma.prismaVersion.client,
    meta: { modelName: model },
  })
}
