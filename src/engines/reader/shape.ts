import { uncompiled } from './uncompiled.ts'

/** Where a value stood in the arguments of a read. `many`: a list with two entries or more, or one that Postgres takes as a whole. */
export class Slot {
  readonly index: number
  readonly kind: 'one' | 'many' | 'none'
  constructor(index: number, kind: 'one' | 'many' | 'none') {
    this.index = index
    this.kind = kind
  }
}

export type Tree = { [key: string]: Shaped }
/** Arguments without their values. */
export type Shaped = Slot | string | number | boolean | null | Tree | Shaped[]

/** How many rows are wanted. The plan depends on the size only roughly, so that pages of any size share a few plans. */
export interface Take extends Tree {
  /** The number of rows. */
  rows: Slot
  /** At least as many: the next power of two. */
  atMost: number
  backwards: boolean
}

type Node = Record<string, unknown>

/** Selections that were handed over frozen, with what was found in them: whoever freezes one may not change its insides. */
const remembered = { s: new WeakMap<object, Remembered>(), i: new WeakMap<object, Remembered>() }

interface Remembered {
  key: string
  values: unknown[]
  shaped: Tree
}

/** Beyond this the size of a page is part of its shape: only our own counts ask for more. */
const largestSharedTake = 128

/**
 * What a read has in common with others that differ in values alone: `key` names it, `values` are its parameters.
 * Walked once for each read; `shaped` is made only where nobody has compiled this shape yet.
 */
export class Shape {
  key = ''
  values: unknown[] = []
  private readonly builds: boolean

  private constructor(builds: boolean) {
    this.builds = builds
  }

  static of(args: Node): Shape {
    const shape = new Shape(false)
    shape.args(args, true)
    return shape
  }

  /** The arguments without their values. */
  static shaped(args: Node): Tree {
    return new Shape(true).args(args, true)
  }

  // Each of these adds to the key and the values in one fixed order, and answers with the shaped copy when it builds.

  private args(args: Node, isTop: boolean): Tree {
    const out: Tree = {}
    const { select, include } = args
    if (select !== undefined && select !== null) out.select = this.selection('s', select, isTop)
    if (include !== undefined && include !== null) out.include = this.selection('i', include, isTop)
    for (const name in args) {
      const value = args[name]
      if (value === undefined || name === 'select' || name === 'include') continue
      if (name === 'where' || name === 'cursor') {
        this.key += name === 'where' ? 'w' : 'c'
        out[name] = this.where(value as Node)
      } else if (name === 'take') out.take = this.take(value)
      else if (name === 'skip') {
        if (value === 0) continue
        this.key += 'k'
        out.skip = this.value(value)
      } else if (name === 'orderBy' || name === 'by' || name === '_count') {
        const text = JSON.stringify(value)
        this.key += `${name}${text}`
        if (this.builds) out[name] = JSON.parse(text) as Shaped
      } else uncompiled(`the argument ${name}`)
    }
    return out
  }

  private selection(mark: 's' | 'i', value: unknown, isTop: boolean): Tree {
    if (typeof value !== 'object' || value === null) return uncompiled('a selection that is no object')
    const known = isTop ? remembered[mark].get(value) : undefined
    if (known !== undefined) {
      this.key += known.key
      this.values = known.values.slice()
      return known.shaped
    }
    const isFrozen = isTop && Object.isFrozen(value)
    if (isFrozen) {
      // Only the top selection, which comes first, is remembered: its values then always begin at the first parameter.
      const shape = new Shape(true)
      const shaped = shape.fields(mark, value as Node)
      remembered[mark].set(value, { key: shape.key, values: shape.values, shaped })
      return this.selection(mark, value, isTop)
    }
    return this.fields(mark, value as Node)
  }

  private fields(mark: string, node: Node): Tree {
    const out: Tree = {}
    this.key += `${mark}{`
    for (const name in node) {
      const value = node[name]
      if (value === true) {
        this.key += `${name},`
        if (this.builds) out[name] = true
      } else if (typeof value === 'object' && value !== null) {
        this.key += `${name}(`
        const shaped = this.args(value as Node, false)
        if (this.builds) out[name] = shaped
        this.key += ')'
      }
    }
    this.key += '}'
    return out
  }

  private where(node: Node): Tree {
    if (typeof node !== 'object' || node === null || Array.isArray(node))
      return uncompiled('a condition that is no object')
    const out: Tree = {}
    this.key += '{'
    for (const name in node) {
      const value = node[name]
      if (value === undefined) continue
      this.key += name
      const shaped =
        name === 'mode'
          ? this.literal(value)
          : name === 'has'
            ? this.list([value])
            : name === 'hasSome' || name === 'hasEvery'
              ? this.list(value)
              : this.condition(name, value)
      if (this.builds) out[name] = shaped
    }
    this.key += '}'
    return out
  }

  private condition(name: string, value: unknown): Shaped {
    if (value === null || typeof value === 'boolean') return this.literal(value)
    if (typeof value !== 'object' || value instanceof Date) return this.value(value)
    if (!Array.isArray(value)) return this.nested(value)
    if (name !== 'AND' && name !== 'OR' && name !== 'NOT') return this.oneOf(value)
    this.key += '['
    const parts = value.map((part) => this.where(part as Node))
    this.key += ']'
    return parts
  }

  private nested(value: object): Tree {
    const prototype = Object.getPrototypeOf(value) as unknown
    if (prototype !== Object.prototype && prototype !== null) return uncompiled('a value of a class of its own')
    return this.where(value as Node)
  }

  private literal(value: unknown): string | boolean | null {
    if (typeof value !== 'string' && typeof value !== 'boolean' && value !== null)
      return uncompiled('a mode that is no text')
    this.key += `:${value};`
    return value
  }

  private value(value: unknown): Slot {
    this.key += '?'
    return this.slot(plain(value), 'one')
  }

  /** One of a list. A list of one is an equality, which more indexes serve. */
  private oneOf(list: unknown[]): Slot {
    if (list.length === 0) {
      this.key += '0'
      return new Slot(-1, 'none')
    }
    if (list.length === 1) {
      this.key += '1'
      return this.slot(plain(list[0]), 'one')
    }
    this.key += '*'
    return this.slot(list.map(plain), 'many')
  }

  private list(list: unknown): Slot {
    if (!Array.isArray(list)) return uncompiled('a list that is none')
    this.key += '*'
    return this.slot(list.map(plain), 'many')
  }

  private take(value: unknown): Take {
    if (typeof value !== 'number' || !Number.isInteger(value)) return uncompiled('a take that is no whole number')
    const rows = Math.abs(value)
    const atMost = rows > largestSharedTake ? rows : 2 ** Math.ceil(Math.log2(Math.max(1, rows)))
    const backwards = value < 0
    this.key += `t${backwards ? '-' : ''}${atMost}`
    return { rows: this.slot(rows, 'one'), atMost, backwards }
  }

  private slot(value: unknown, kind: 'one' | 'many'): Slot {
    this.values.push(value)
    return new Slot(this.values.length - 1, kind)
  }
}

/** A value as Postgres reads it; times as texts in UTC, whatever zone this process runs in. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  return uncompiled('a value that is neither text, number, truth value nor time')
}
