import { setImmediate as nextTurn } from 'node:timers/promises'
import { BatchedLookups, type LookupOptions } from './batched-lookups.ts'
import type { Budget } from './options.ts'
import { type Method, methods } from './plan.ts'
import type { Plans } from './plans.ts'
import { inParts } from './turns.ts'
import { Uncompiled, type UncompiledReads } from './uncompiled.ts'

/** The same reader for one answer, whose reads are counted. Prisma itself, where it reads instead, counts nothing. */
export const within = Symbol('within')
export type WholeReader<Reader> = Reader & { [within]?(budget: Budget): Reader }

export interface ReaderOptions extends LookupOptions {
  plans: Plans
  /** Answers what cannot be compiled: a client of Prisma, or one of a transaction. */
  prisma: object
  uncompiled: UncompiledReads
  /** What a method that must find a row fails with. */
  missing(model: string): Error
}

type Args = Record<string, unknown>
type Read = (args?: Args) => Promise<unknown>
type BudgetedRead = (args: Args | undefined, budget: Budget | undefined) => Promise<unknown>

/** Prisma's methods that read, model by model, with its arguments and answers: each read is one statement, compiled once per shape. */
export function createReader<Reader>(options: ReaderOptions): WholeReader<Reader> {
  const lookups = new BatchedLookups(options)
  const reads = [...options.plans.models.keys()].map((model) => ({
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
    value: (budget: Budget) => new Budgeted(budget),
  }) as WholeReader<Reader>
}

/** Made for each operation, so nothing in it is made before it is asked for. */
function budgetedReader(reads: { name: string; methods: (readonly [Method, BudgetedRead])[] }[]) {
  class Budgeted {
    readonly budget: Budget
    constructor(budget: Budget) {
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
  { plans, query, prisma, uncompiled, missing }: ReaderOptions,
  lookups: BatchedLookups,
  model: string,
  method: Method,
): BudgetedRead {
  const mustExist = method.endsWith('OrThrow')
  const found = (row: unknown): unknown => {
    if (row === null && mustExist) throw missing(model)
    return row
  }
  return async (args = {}, budget) => {
    if (budget?.exceeded !== undefined) throw budget.exceeded
    const read = plans.find(model, method, args)
    if (read instanceof Uncompiled) {
      uncompiled.note({ model, method, reason: read.message })
      return await prismaRead(prisma, model, method)(args)
    }
    const { plan, key, values } = read
    const row =
      plan.batched === undefined
        ? plan.answer(await inParts(budget, query(plan.statement, values, budget)))
        : await lookups.read(key, plan, plan.batched, values, budget)
    return found(budget?.isLarge ? await nextTurn().then(() => row) : row)
  }
}

function prismaRead(prisma: object, model: string, method: Method): Read {
  const delegates = prisma as Record<string, Record<Method, Read>>
  const name = `${model.slice(0, 1).toLowerCase()}${model.slice(1)}`
  return (args) => delegates[name]![method](args)
}
