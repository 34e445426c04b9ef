import { isolateFailures } from '#domain/isolate-failures'
import { AnswerBudget, AnswerTooLarge, inParts } from '../answer-budget.ts'
import { sqlState } from '../errors.ts'
import type { Statement } from '../statement.ts'
import type { Plan } from './plan.ts'

export type Query = (statement: Statement, values: unknown[], budget?: AnswerBudget) => Promise<unknown[]>

type Fold = NonNullable<Plan['fold']>

interface Pending {
  values: unknown[]
  budget: AnswerBudget | undefined
  resolve(row: unknown): void
  reject(error: unknown): void
}

interface Batch {
  plan: Plan
  fold: Fold
  pending: Pending[]
}

/** Makes one statement of the look-ups of one tick that differ in the key of their row alone, as the fields of a list cause them. */
export class BatchedLookups {
  private readonly query: Query
  private batches = new Map<string, Batch>()

  constructor(query: Query) {
    this.query = query
  }

  /** The row of this plan, or null. */
  read(shape: string, plan: Plan, fold: Fold, values: unknown[], budget?: AnswerBudget): Promise<unknown> {
    const others = values.length === 1 ? '' : JSON.stringify(values.toSpliced(fold.index, 1))
    const key = shape + others
    return new Promise((resolve, reject) => {
      const batch = this.batches.get(key)
      if (batch !== undefined) batch.pending.push({ values, budget, resolve, reject })
      else {
        if (this.batches.size === 0) process.nextTick(() => this.flush())
        this.batches.set(key, { plan, fold, pending: [{ values, budget, resolve, reject }] })
      }
    })
  }

  private flush(): void {
    const batches = this.batches
    this.batches = new Map()
    for (const batch of batches.values()) void this.settle(batch)
  }

  private async settle({ plan, fold, pending }: Batch): Promise<void> {
    try {
      await isolateFailures(pending, {
        split: 'singles',
        // A key that cannot be one, such as a text where an id belongs; and what is too large may be one row.
        isRefusal: (error) => error instanceof AnswerTooLarge || (sqlState(error)?.startsWith('22') ?? false),
        attempt: async (some) => {
          if (some.length === 1) some[0]!.resolve(await this.single(plan, some[0]!))
          else await this.several(plan, fold, some)
          return []
        },
        failed: ({ reject }, error) => reject(error),
      })
    } catch (error) {
      for (const { reject } of pending) reject(error)
    }
  }

  private async single(plan: Plan, { values, budget }: Pending): Promise<unknown> {
    return plan.answer(await inParts(budget, this.query(plan.statement, values, budget)))
  }

  private async several(plan: Plan, fold: Fold, pending: readonly Pending[]): Promise<void> {
    const keyOf = ({ values }: Pending) => values[fold.index]
    const keys = [...new Set(pending.map(keyOf))]
    const budget = budgetOf(pending)
    const values = pending[0]!.values.with(fold.index, keys)
    const rows = (await inParts(budget, this.query(fold.statement, values, budget))) as [unknown, unknown][]
    const found = new Map(rows)
    // One answer that asks for a row under many names gets one object; two answers never share any.
    const made = new Map<unknown, unknown>()
    const isOfOne = budget !== undefined && pending.every((one) => one.budget === budget)
    const rowOf = (key: unknown, row: unknown): unknown => {
      if (!isOfOne) return fold.one(row)
      if (!made.has(key)) made.set(key, fold.one(row))
      return made.get(key)
    }
    // A key may be spelled in another way than its row has it, as a UUID in capitals: it is looked up alone.
    const isClaimed = rows.every(([key]) => keys.includes(key))
    const isPlain = (key: unknown) => isClaimed && key === String(key).toLowerCase()
    for (const one of pending) {
      const row = found.get(keyOf(one))
      if (row !== undefined) one.resolve(rowOf(keyOf(one), row))
      else if (isPlain(keyOf(one))) one.resolve(null)
      else void this.single(plan, one).then(one.resolve, one.reject)
    }
  }
}

/** Of one answer where they are; those of several share one for this read. */
function budgetOf([first, ...others]: readonly Pending[]): AnswerBudget | undefined {
  return others.every(({ budget }) => budget === first?.budget) ? first?.budget : new AnswerBudget()
}
