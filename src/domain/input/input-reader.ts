import { extendPrice, parseAmount } from '../money/money.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { parseInstant } from '../time/instant.ts'
import { cleanText } from '../values/text.ts'
import { PROBLEMS_PER_ORDER } from './limits.ts'

type MaybeText = string | null | undefined

/** Reads plain strings of one order and collects what is wrong with them, each with its path into the arguments. */
export class InputReader {
  readonly problems: Problem[] = []
  currency = ''
  private readonly path: string[]

  constructor(path: readonly string[]) {
    this.path = [...path]
  }

  refuse(message: string, field?: string, code: ProblemCode = 'INVALID_INPUT'): void {
    if (this.problems.length >= PROBLEMS_PER_ORDER) return
    this.problems.push(problem(code, message, field === undefined ? [...this.path] : [...this.path, field]))
  }

  within<T>(step: string, read: () => T): T {
    this.path.push(step)
    try {
      return read()
    } finally {
      this.path.pop()
    }
  }

  /** Each item of a list, with its place in the path; nothing is read of a list that is too long. */
  list<In, Out>(field: string, items: readonly In[] | null | undefined, limit: number, read: (item: In) => Out): Out[] {
    if (!items || items.length === 0) return []
    if (items.length > limit) {
      this.refuse(`${field} has ${items.length} entries; at most ${limit} are taken.`, field, 'LIMIT_EXCEEDED')
      return []
    }
    const out: Out[] = []
    this.path.push(field, '')
    for (let index = 0; index < items.length; index++) {
      this.path[this.path.length - 1] = String(index)
      out.push(read(items[index] as In))
    }
    this.path.length -= 2
    return out
  }

  /** A text, trimmed; undefined where it is blank. */
  text(field: string, value: MaybeText, limit: number): string | undefined {
    if (value === undefined || value === null || value === '') return undefined
    const cleaned = cleanText(value, limit, field)
    if (!cleaned.ok)
      this.refuse(cleaned.message, field, cleaned.message.includes('at most') ? 'LIMIT_EXCEEDED' : undefined)
    return cleaned.ok && cleaned.value !== '' ? cleaned.value : undefined
  }

  required(field: string, value: MaybeText, limit: number): string {
    const known = this.problems.length
    const text = this.text(field, value, limit)
    if (text === undefined && this.problems.length === known) this.refuse(`${field} is missing or blank.`, field)
    return text ?? ''
  }

  /** An amount in minor units of the order's currency. */
  amount(field: string, value: MaybeText, least: number | null = 0): number | undefined {
    const text = value?.trim()
    if (!text || this.currency === '') return undefined
    const parsed = parseAmount(text, this.currency)
    if (!parsed.ok) {
      this.refuse(parsed.message, field)
      return undefined
    }
    if (least !== null && parsed.value < least) {
      this.refuse(`${field} is ${text}; it is given as a positive amount.`, field)
      return undefined
    }
    return parsed.value
  }

  /** A unit price and what it comes to. A price finer than the currency has no exact form: only its extension is kept. */
  price(field: string, value: MaybeText, quantity: number): { unit?: number; extended?: number } {
    const text = value?.trim()
    if (!text || this.currency === '') return {}
    const exact = parseAmount(text, this.currency)
    if (exact.ok) return { unit: exact.value, extended: exact.value * quantity }
    const extended = extendPrice(text, quantity, this.currency)
    if (extended.ok) return { extended: extended.value }
    this.refuse(exact.message, field)
    return {}
  }

  instant(field: string, value: MaybeText): string | undefined {
    if (value === undefined || value === null || value === '') return undefined
    const parsed = parseInstant(value)
    if (parsed.ok) return parsed.value
    this.refuse(parsed.message, field)
    return undefined
  }

  /** One of our words, in any case; another word is refused with those that there are. */
  word<W extends string>(field: string, value: MaybeText, words: readonly W[]): W | undefined {
    const text = value?.trim().toUpperCase()
    if (!text) return undefined
    if ((words as readonly string[]).includes(text)) return text as W
    this.refuse(
      `${JSON.stringify(text.slice(0, 40))} is not a ${field} that Crossdock knows; give one of ${words.join(', ')}.`,
      field,
    )
    return undefined
  }

  units(field: string, value: number, limit: number): number {
    if (Number.isSafeInteger(value) && value > 0 && value <= limit) return value
    this.refuse(`${field} is ${value}; whole units from 1 to ${limit} are taken.`, field)
    return 1
  }

  /** Refuses the second of two entries with one reference. */
  once(seen: Set<string>, field: string, reference: string): void {
    if (reference !== '' && seen.has(reference))
      this.refuse(`${field} ${JSON.stringify(reference)} is there twice; each has a reference of its own.`, field)
    seen.add(reference)
  }
}
