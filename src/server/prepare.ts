import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { Viewer } from '#schema/access'
import type { Operations } from './operations.ts'

/** What a caller sends for one operation. */
export interface Payload {
  query: string
  operationName?: string | null | undefined
  variables?: Record<string, unknown> | null | undefined
}

/** Parsed, validated, with its context. Whatever is wrong with a document is an answer to it: a throw would end the transport. */
export async function prepare(
  operations: Operations,
  viewer: Viewer,
  payload: Payload,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const { schema, execute, subscribe, contextFactory, parse, validate } = operations.getEnveloped({
      viewer,
      params: payload,
    } as never) // Yoga's type also wants a request, which a WebSocket has none of
    const document = parse(payload.query)
    const errors = validate(schema, document)
    if (errors.length > 0) return errors
    return {
      schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: await contextFactory(),
      rootValue: { execute, subscribe },
    }
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('The operation cannot be read.')]
  }
}
