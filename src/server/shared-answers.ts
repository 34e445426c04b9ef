import type { ExecutionResult } from 'graphql'
import { accessKey } from '#schema/access'
import type { Context } from '#schema/context'
import { variablesBeneath } from '#schema/planning/planned-query'
import type { Operation } from './execute/operation.ts'
import { SHARED_MS } from './limits.ts'
import { isUnread } from './whole-deliveries.ts'

/** One answer to what a stream gave, until when others may have it too. */
interface Shared {
  until: number
  answer: Promise<ExecutionResult>
}

/**
 * What a stream gives to many is answered once for all who ask the same of it: the same operation and variables, with the same
 * access. An answer is shared for a moment only, since what lies behind it in the database goes on.
 */
export class SharedAnswers {
  readonly #answers = new WeakMap<object, Map<Operation, Map<string, Shared>>>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A stream's question: every answer of it is had by one call. */
  asked(
    operation: Operation,
    variables: Record<string, unknown>,
    { viewer }: Context,
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
      const answer = Promise.resolve(execute(given))
      const shared = { until: this.#now() + SHARED_MS, answer }
      answers.set(key, shared)
      // One that could not be read is not what the next one who asks is to have.
      void answer.then((result) => {
        if (isUnread(result) && answers.get(key) === shared) answers.delete(key)
      })
      return answer
    }
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
