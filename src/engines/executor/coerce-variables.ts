import {
  GraphQLError,
  type GraphQLInputType,
  isInputType,
  isNonNullType,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql'
import { inspect } from 'graphql/jsutils/inspect.js'
import { printPathArray } from 'graphql/jsutils/printPathArray.js'
import { coerceInput } from './coerce-input.ts'
import type { Operation } from './operation.ts'

/** Wrong variables that one answer tells of. */
export const TOLD_VARIABLES = 50

type Variables = Record<string, unknown>
export type Coerced = { coerced: Variables; errors?: undefined } | { coerced?: undefined; errors: GraphQLError[] }

interface Variable {
  name: string
  node: VariableDefinitionNode
  type: GraphQLInputType
}

const known = new WeakMap<Operation, Variable[]>()

/** The variables as their types have them, defaults included, or what is wrong with them; as graphql-js' `getVariableValues`. */
export function coerceVariables(
  operation: Operation,
  given: { readonly [name: string]: unknown } | null | undefined,
): Coerced {
  const errors: GraphQLError[] = []
  const report = (error: GraphQLError): void => {
    if (errors.length >= TOLD_VARIABLES) {
      throw new GraphQLError('Too many errors processing variables, error limit reached. Execution aborted.')
    }
    errors.push(error)
  }
  const coerced: Variables = {}
  try {
    for (const variable of variablesOf(operation)) coerceOne(variable, given ?? {}, coerced, report)
  } catch (error) {
    errors.push(error as GraphQLError)
  }
  return errors.length === 0 ? { coerced } : { errors }
}

function variablesOf(operation: Operation): Variable[] {
  let variables = known.get(operation)
  if (variables === undefined) {
    variables = (operation.node.variableDefinitions ?? []).map((node) => {
      const type = typeFromAST(operation.schema, node.type)
      const name = node.variable.name.value
      if (isInputType(type)) return { name, node, type }
      const message = `Variable "$${name}" expected value of type "${print(node.type)}" which cannot be used as an input type.`
      throw new GraphQLError(message, { nodes: node.type })
    })
    known.set(operation, variables)
  }
  return variables
}

function coerceOne(
  { name, node, type }: Variable,
  given: Variables,
  coerced: Variables,
  report: (error: GraphQLError) => void,
): void {
  if (!Object.hasOwn(given, name)) {
    if (node.defaultValue) coerced[name] = valueFromAST(node.defaultValue, type)
    else if (isNonNullType(type)) {
      const missing = `Variable "$${name}" of required type "${String(type)}" was not provided.`
      report(new GraphQLError(missing, { nodes: node }))
    }
    return
  }
  const value = given[name]
  if (value === null && isNonNullType(type)) {
    const empty = `Variable "$${name}" of non-null type "${String(type)}" must not be null.`
    report(new GraphQLError(empty, { nodes: node }))
    return
  }
  coerced[name] = coerceInput(value, type, (path, invalid, error) => {
    const at = path.length === 0 ? '' : ` at "${name}${printPathArray(path)}"`
    const message = `Variable "$${name}" got invalid value ${inspect(invalid)}${at}; ${error.message}`
    report(new GraphQLError(message, { nodes: node, originalError: error }))
  })
}
