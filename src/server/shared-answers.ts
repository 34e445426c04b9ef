import { type ExecutionResult, Kind, visit } from 'graphql'
import { accessKey } from '#schema/access'
import type { Context } from '#schema/context'
import type { Operation } from './execute/operation.ts'
import { SHARED_MS } from './limits.ts'

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
    const beneath = variablesBeneath(operation).map((name) => variables[name])
    const key = `${accessKey(viewer)} ${JSON.stringify(beneath)}`
    return (given) => {
      if (typeof given !== 'object' || given === null) return execute(given)
      const answers = this.#of(given, operation)
      const known = answers.get(key)
      if (known !== undefined && known.until > this.#now()) return known.answer
      const answer = Promise.resolve(execute(given))
      answers.set(key, { until: this.#now() + SHARED_MS, answer })
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

/** Variables that an answer may depend on: not those of the stream's own arguments, such as where it begins. */
function variablesBeneath({ node, document }: Operation): string[] {
  const names = new Set<string>()
  const Variable = ({ name }: { name: { value: string } }) => void names.add(name.value)
  for (const selection of node.selectionSet.selections) {
    const isField = selection.kind === Kind.FIELD
    visit(isField ? { ...selection, arguments: [] } : selection, { Variable })
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, { Variable })
  }
  return [...names].sort()
}
