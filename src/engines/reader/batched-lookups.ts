import type { Budget, IsolateFailures, Query } from './options.ts'
import type { Plan } from './plan.ts'
import { inParts } from './turns.ts'

type Batched = NonNullable<Plan['batched']>

interface Pending {
  values: unknown[]
  budget: Budget | undefined
  resolve(row: unknown): void
  reject(error: unknown): void
}

interface Batch {
  plan: Plan
  batched: Batched
  pending: Pending[]
}

export interface LookupOptions {
  query: Query
  /** Of a read that several answers share. */
  newBudget(): Budget
  isolateFailures: IsolateFailures
  /** Whether a statement failed for one of its values, or for how much it read: each look-up is then made alone. */
  isRefusedRead(error: unknown): boolean
}

/** Makes one statement of the look-ups of one tick that differ in the key of their row alone, as the fields of a list cause them. */
export class BatchedLookups {
  private readonly options: LookupOptions
  private batches = new Map<string, Batch>()

  constructor(options: LookupOptions) {
    this.options = options
  }

  /** The row of this plan, or null. */
  read(shape: string, plan: Plan, batched: Batched, values: unknown[], budget?: Budget): Promise<unknown> {
    const others = values.length === 1 ? '' : JSON.stringify(values.toSpliced(batched.index, 1))
    const key = shape + others
    return new Promise((resolve, reject) => {
      const batch = this.batches.get(key)
      if (batch !== undefined) batch.pending.push({ values, budget, resolve, reject })
      else {
        if (this.batches.size === 0) process.nextTick(() => this.flush())
        this.batches.set(key, { plan, batched, pending: [{ values, budget, resolve, reject }] })
      }
    })
  }

  private flush(): void {
    const batches = this.batches
    this.batches = new Map()
    for (const batch of batches.values()) void this.settle(batch)
  }

  private async settle({ plan, batched, pending }: Batch): Promise<void> {
    try {
      await this.options.isolateFailures(pending, {
        split: 'singles',
        isRefusal: this.options.isRefusedRead,
        attempt: async (some) => {
          if (some.length === 1) some[0]!.resolve(await this.single(plan, some[0]!))
          else await this.several(plan, batched, some)
          return []
        },
        failed: ({ reject }, error) => reject(error),
      })
    } catch (error) {
      for (const { reject } of pending) reject(error)
    }
  }

  private async single(plan: Plan, { values, budget }: Pending): Promise<unknown> {
    return plan.answer(await inParts(budget, this.options.query(plan.statement, values, budget)))
  }

  private async several(plan: Plan, batched: Batched, pending: readonly Pending[]): Promise<void> {
    const keyOf = ({ values }: Pending) => values[batched.index]
    const keys = [...new Set(pending.map(keyOf))]
    const budget = this.budgetOf(pending)
    const values = pending[0]!.values.with(batched.index, keys)
    const rows = (await inParts(budget, this.options.query(batched.statement, values, budget))) as [unknown, unknown][]
    const found = new Map(rows)
    // One answer that asks for a row under many names gets one object; two answers never share any.
    const made = new Map<unknown, unknown>()
    const isOfOne = budget !== undefined && pending.every((one) => one.budget === budget)
    const rowOf = (key: unknown, row: unknown): unknown => {
      if (!isOfOne) return batched.one(row)
      if (!made.has(key)) made.set(key, batched.one(row))
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

  /** Of one answer where they are; those of several share one for this read. */
  private budgetOf([first, ...others]: readonly Pending[]): Budget | undefined {
    return others.every(({ budget }) => budget === first?.budget) ? first?.budget : this.options.newBudget()
  }
}
