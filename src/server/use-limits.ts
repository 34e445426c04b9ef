import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { costOf } from './cost.ts'
import { limitAliases, limitDepth, limitDirectives } from './document-rules.ts'
import { COST, DOCUMENT_TOKENS, REQUEST_MS } from './limits.ts'

/** Why an operation is not executed at all; undefined when it is within the limits. */
function refusal({ schema, document, operationName, variableValues }: ExecutionArgs): GraphQLError | undefined {
  const operation = getOperationAST(document, operationName ?? undefined)
  if (!operation) return undefined
  try {
    const cost = costOf(schema, document, operation, variableValues ?? {})
    if (cost <= COST) return undefined
    return new GraphQLError(
      `The operation may ask for ${cost} objects; at most ${COST} are answered. Ask for smaller pages, or for less at once.`,
      { extensions: { code: 'LIMIT_EXCEEDED', cost, limit: COST } },
    )
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

async function withinTime(execute: () => unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(() => {
      const message = `The operation took longer than ${REQUEST_MS / 1000} s and was given up: ask for less at once. What a mutation of it wrote stays written.`
      resolve({ errors: [new GraphQLError(message, { extensions: { code: 'TIMEOUT' } })] })
    }, REQUEST_MS)
  })
  try {
    return await Promise.race([execute(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** What one operation may ask for, over every transport alike; the numbers are in limits.ts. */
export const useLimits = (): Plugin => ({
  onParse({ parseFn, setParseFn }) {
    setParseFn((source, options) => parseFn(source, { ...options, maxTokens: DOCUMENT_TOKENS }))
  },
  onValidate({ addValidationRule }) {
    addValidationRule(limitDepth)
    addValidationRule(limitAliases)
    addValidationRule(limitDirectives)
  },
  onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
    const refused = refusal(args)
    if (refused) return setResultAndStopExecution({ errors: [refused] })
    setExecuteFn((given) => withinTime(() => executeFn(given)))
  },
  onSubscribe({ args, setResultAndStopExecution }) {
    const refused = refusal(args)
    if (refused) setResultAndStopExecution({ errors: [refused] })
  },
})
