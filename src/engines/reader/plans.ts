import type { Models } from './datamodel.ts'
import type { Bounds, Cache, Limits } from './options.ts'
import { compile, type Method, type Plan } from './plan.ts'
import { Shape } from './shape.ts'
import { Uncompiled } from './uncompiled.ts'

/** Shapes of reads that a process remembers; beyond it the one that was not asked for the longest is compiled anew when it comes again. */
export const maximumShapes = 1_000
/** Bytes of all of them, about, and characters of the key of one. */
export const shapeBytes = 16_000_000
export const shapeKeyLength = 50_000
/** Characters of a statement that keeps a name. */
export const maximumNamedText = 20_000
/** Statements that keep a name, and so a plan on each connection; a text beyond these is planned each time it is sent. */
export const maximumNames = 500
/** A shape earns its name by coming again: what is asked once or twice takes none from the others. */
const usesForAName = 3

/** What a shape costs, measured: its text, the tree it was compiled from, and a function that reads its rows. */
const ENTRY_BYTES = 1_000
const BYTES_PER_CHARACTER = 4

const textOf = ({ statement, batched }: Plan): number => statement.text.length + (batched?.statement.text.length ?? 0)

interface Entry {
  plan: Plan | Uncompiled
  /** The plan once its statements have names; null where it has them or will have none. */
  named: Plan | null
  uses: number
}

export interface Found {
  plan: Plan
  key: string
  values: unknown[]
}

export interface PlansOptions {
  models: Models
  limits: Limits
  /** Makes the memory for compiled reads. */
  cacheOf<Value>(bounds: Bounds<Value>): Cache<Value>
}

/** The compiled reads of a process, by shape. */
export class Plans {
  readonly models: Models
  readonly entries: Cache<Entry>
  readonly limits: Limits
  private readonly names = new Set<string>()
  /** Reads so far that were compiled, now or before. */
  reads = 0

  constructor({ models, limits, cacheOf }: PlansOptions) {
    this.models = models
    this.limits = limits
    this.entries = cacheOf<Entry>({
      entries: maximumShapes,
      bytes: shapeBytes,
      keyLength: shapeKeyLength,
      weigh: ({ plan }) =>
        plan instanceof Uncompiled ? ENTRY_BYTES : ENTRY_BYTES + textOf(plan) * BYTES_PER_CHARACTER,
    })
  }

  /** The plan of this read and its values, or why there is none. */
  find(model: string, method: Method, args: Record<string, unknown>): Found | Uncompiled {
    try {
      const { key: shape, values } = Shape.of(args)
      const key = `${model}.${method}.${shape}`
      const entry = this.entries.get(key) ?? this.add(key, model, method, args)
      if (entry.plan instanceof Uncompiled) return entry.plan
      if (entry.named !== null && ++entry.uses >= usesForAName) this.name(entry, entry.named)
      this.reads++
      return { plan: entry.plan, key, values }
    } catch (error) {
      if (error instanceof Uncompiled) return error
      throw error
    }
  }

  private add(key: string, model: string, method: Method, args: Record<string, unknown>): Entry {
    const named = this.compile(model, method, args)
    const isNamed = !(named instanceof Uncompiled) && named.statement.name !== '' && textOf(named) <= maximumNamedText
    const entry: Entry = isNamed
      ? { plan: nameless(named), named, uses: 0 }
      : { plan: named instanceof Uncompiled ? named : nameless(named), named: null, uses: 0 }
    this.entries.set(key, entry)
    return entry
  }

  private compile(model: string, method: Method, args: Record<string, unknown>): Plan | Uncompiled {
    try {
      return compile(this, model, method, Shape.shaped(args))
    } catch (error) {
      if (error instanceof Uncompiled) return error
      throw error
    }
  }

  private name(entry: Entry, named: Plan): void {
    entry.named = null
    const names = [named.statement.name, ...(named.batched ? [named.batched.statement.name] : [])]
    if (this.names.size + names.length > maximumNames && !names.every((name) => this.names.has(name))) return
    for (const name of names) this.names.add(name)
    entry.plan = named
  }
}

const nameless = (plan: Plan): Plan => ({
  ...plan,
  statement: { ...plan.statement, name: '' },
  batched: plan.batched && { ...plan.batched, statement: { ...plan.batched.statement, name: '' } },
})
