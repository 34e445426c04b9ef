import { sqlState } from '../errors.ts'
import type { Statement } from '../handle.ts'
import type { Plan } from './plan.ts'

export type Query = (statement: Statement, values: unknown[]) => Promise<unknown[]>

interface Waiting {
  values: unknown[]
  resolve(row: unknown): void
  reject(error: unknown): void
}

interface Batch {
  plan: Plan
  fold: NonNullable<Plan['fold']>
  waiting: Waiting[]
}

/** Makes one statement of the reads of one tick that differ in the key of their row alone, as the fields of a list cause them. */
export class Folding {
  private readonly query: Query
  private batches = new Map<string, Batch>()

  constructor(query: Query) {
    this.query = query
  }

  /** The row of this plan, or null. */
  read(shape: string, plan: Plan, fold: NonNullable<Plan['fold']>, values: unknown[]): Promise<unknown> {
    const others = values.length === 1 ? '' : JSON.stringify(values.toSpliced(fold.index, 1))
    const key = shape + others
    return new Promise((resolve, reject) => {
      const batch = this.batches.get(key)
      if (batch !== undefined) batch.waiting.push({ values, resolve, reject })
      else {
        if (this.batches.size === 0) process.nextTick(() => this.flush())
        this.batches.set(key, { plan, fold, waiting: [{ values, resolve, reject }] })
      }
    })
  }

  private flush(): void {
    const batches = this.batches
    this.batches = new Map()
    for (const batch of batches.values()) {
      const [first] = batch.waiting
      if (batch.waiting.length === 1) void this.single(batch.plan, first!)
      else void this.together(batch)
    }
  }

  private async single(plan: Plan, { values, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(plan.answer(await this.query(plan.statement, values)))
    } catch (error) {
      reject(error)
    }
  }

  private async together({ plan, fold, waiting }: Batch): Promise<void> {
    const keyOf = ({ values }: Waiting) => values[fold.index]
    try {
      const keys = [...new Set(waiting.map(keyOf))]
      const rows = (await this.query(fold.statement, waiting[0]!.values.with(fold.index, keys))) as [unknown, unknown][]
      const found = new Map(rows)
      // A key may be spelled in another way than its row has it, as a UUID in capitals: it is looked up alone.
      const isClaimed = rows.every(([key]) => keys.includes(key))
      const isPlain = (key: unknown) => isClaimed && key === String(key).toLowerCase()
      for (const one of waiting) {
        const row = found.get(keyOf(one))
        if (row !== undefined) one.resolve(fold.one(row))
        else if (isPlain(keyOf(one))) one.resolve(null)
        else void this.single(plan, one)
      }
    } catch (error) {
      // A key that cannot be one, as a text where an id belongs, is refused alone and not with those beside it.
      const isUnfit = sqlState(error)?.startsWith('22') ?? false
      for (const one of waiting) isUnfit ? void this.single(plan, one) : one.reject(error)
    }
  }
}
