import type { ExecutionResult } from 'graphql'
import { type Operation, variablesBeneath } from '#engines/executor'
import { accessKey } from '#schema/access'
import type { Context } from '#schema/context'
import type { Fullness } from '#store/bounded'
import { SHARED_BYTES, SHARED_MS } from './limits.ts'
import { isUnread } from './whole-deliveries.ts'

/** One answer to what a stream gave, until when others may have it too, and where it is kept. */
interface Shared {
  until: number
  answer: Promise<ExecutionResult>
  bytes: number
  answers: Map<string, Shared>
  key: string
}

/**
 * What a stream gives to many is answered once for all who ask the same of it: the same operation and variables, with the same
 * access. An answer is shared for a moment only, since what lies behind it in the database goes on, and kept no longer.
 */
export class SharedAnswers implements Fullness {
  readonly #answers = new WeakMap<object, Map<Operation, Map<string, Shared>>>()
  /** All that are kept, the oldest first. */
  readonly #kept = new Set<Shared>()
  readonly #now: () => number
  #clock: NodeJS.Timeout | undefined
  bytes = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A stream's question: every answer of it is had by one call. */
  asked(
    operation: Operation,
    variables: Record<string, unknown>,
    { viewer, budget }: Pick<Context, 'viewer' | 'budget'>,
    execute: (given: unknown) => Promise<ExecutionResult> | ExecutionResult,
  ): (given: unknown) => Promise<ExecutionResult> | ExecutionResult {
    const { selection } = operation.planned(variables)
    const fieldNodes = selection.fields.flatMap(({ nodes }) => nodes)
    // Not those of the stream's own arguments, such as where it begins.
    const beneath = variablesBeneath({ fieldNodes, fragments: operation.fragments }).map((name) => variables[name])
    const key = `${accessKey(viewer)} ${JSON.stringify(beneath)}`
    return (given) => {
      if (typeof given !== 'object' || given === null) return execute(given)
      const answers = this.#of(given, operation)
      const known = answers.get(key)
      if (known !== undefined && known.until > this.#now()) return known.answer
      if (known !== undefined) this.#forget(known)
      const answer = Promise.resolve(execute(given))
      const made: Shared = { until: this.#now() + SHARED_MS, answer, bytes: 0, answers, key }
      answers.set(key, made)
      this.#kept.add(made)
      this.#forgetOld()
      answer.then(
        (result) => {
          // One that could not be read is not what the next one who asks is to have.
          if (isUnread(result)) this.#forget(made)
          if (!this.#kept.has(made)) return
          made.bytes = budget.bytes
          this.bytes += made.bytes
          this.#forgetOld()
        },
        () => this.#forget(made),
      )
      return answer
    }
  }

  get size(): number {
    return this.#kept.size
  }

  #forgetOld(): void {
    const now = this.#now()
    for (const one of this.#kept) {
      if (one.until > now && this.bytes <= SHARED_BYTES) break
      this.#forget(one)
    }
    // The last ones of a burst go too, though nobody asks any more.
    if (this.#kept.size > 0) this.#clock ??= setTimeout(() => this.#look(), SHARED_MS).unref()
  }

  #look(): void {
    this.#clock = undefined
    this.#forgetOld()
  }

  #forget(one: Shared): void {
    if (!this.#kept.delete(one)) return
    this.bytes -= one.bytes
    if (one.answers.get(one.key) === one) one.answers.delete(one.key)
  }

  #of(given: object, operation: Operation): Map<string, Shared> {
    let operations = this.#answers.get(given)
    if (operations === undefined) {
      operations = new Map()
      this.#answers.set(given, operations)
    }
    let answers = operations.get(operation)
    if (answers === undefined) {
      answers = new Map()
      operations.set(operation, answers)
    }
    return answers
  }
}
