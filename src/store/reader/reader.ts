import { type AnswerBudget, inParts, isLarge, nextTurn } from '../answer-budget.ts'
import { Prisma, type PrismaClient } from '../generated/client.ts'
import { BatchedLookups, type Query } from './batched-lookups.ts'
import { type Method, methods } from './plan.ts'
import type { Plans } from './plans.ts'
import { Uncompiled, type UncompiledReads } from './uncompiled.ts'

type Delegates = Omit<PrismaClient, `$${string}` | symbol>

/** Prisma's methods that read, model by model, with its arguments and answers; without the chains of its fluent API. */
export type Reader = { readonly [Name in keyof Delegates]: Pick<Delegates[Name], Method & keyof Delegates[Name]> }

/** The same reader for one answer, whose reads are counted. Prisma itself, where it reads instead, counts nothing. */
export const within = Symbol('within')
export type WholeReader = Reader & { [within]?(budget: AnswerBudget): Reader }

export interface ReaderOptions {
  plans: Plans
  query: Query
  /** Answers what cannot be compiled. */
  prisma: PrismaClient | Prisma.TransactionClient
  uncompiled: UncompiledReads
}

type Args = Record<string, unknown>
type Read = (args?: Args) => Promise<unknown>
type BudgetedRead = (args: Args | undefined, budget: AnswerBudget | undefined) => Promise<unknown>

/** Each read is one statement, compiled once a shape; see docs/decisions/0004-one-statement-a-read.md. */
export function createReader(options: ReaderOptions): WholeReader {
  const lookups = new BatchedLookups(options.query)
  const reads = Object.values(Prisma.ModelName).map((model) => ({
    name: `${model.slice(0, 1).toLowerCase()}${model.slice(1)}`,
    methods: methods.map((method) => [method, readOf(options, lookups, model, method)] as const),
  }))
  const whole = Object.fromEntries(
    reads.map(({ name, methods }) => [
      name,
      Object.fromEntries(methods.map(([method, read]) => [method, (args?: Args) => read(args, undefined)])),
    ]),
  )
  const Budgeted = budgetedReader(reads)
  return Object.defineProperty(whole, within, {
    value: (budget: AnswerBudget) => new Budgeted(budget),
  }) as unknown as WholeReader
}

/** Made for each operation, so nothing in it is made before it is asked for. */
function budgetedReader(reads: { name: string; methods: (readonly [Method, BudgetedRead])[] }[]) {
  class Budgeted {
    readonly budget: AnswerBudget
    constructor(budget: AnswerBudget) {
      this.budget = budget
    }
  }
  for (const { name, methods } of reads) {
    class Delegate extends Budgeted {}
    for (const [method, read] of methods) {
      const value = function (this: Delegate, args?: Args) {
        return read(args, this.budget)
      }
      Object.defineProperty(Delegate.prototype, method, { value })
    }
    const get = function (this: Budgeted) {
      return new Delegate(this.budget)
    }
    Object.defineProperty(Budgeted.prototype, name, { get })
  }
  return Budgeted
}

function readOf(
  { plans, query, prisma, uncompiled }: ReaderOptions,
  lookups: BatchedLookups,
  model: string,
  method: Method,
): BudgetedRead {
  const mustExist = method.endsWith('OrThrow')
  const found = (row: unknown): unknown => (row === null && mustExist ? missing(model) : row)
  return async (args = {}, budget) => {
    if (budget?.exceeded !== undefined) throw budget.exceeded
    const read = plans.find(model, method, args)
    if (read instanceof Uncompiled) {
      uncompiled.note({ model, method, reason: read.message })
      return await prismaRead(prisma, model, method)(args)
    }
    const { plan, key, values } = read
    const row =
      plan.fold === undefined
        ? plan.answer(await inParts(budget, query(plan.statement, values, budget)))
        : await lookups.read(key, plan, plan.fold, values, budget)
    return found(isLarge(budget) ? await nextTurn().then(() => row) : row)
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
