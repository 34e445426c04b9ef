import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionResult, GraphQLError } from 'graphql'
import { processRegularResult } from 'graphql-yoga'
import type { Viewer } from '#schema/access'
import type { Documents } from './documents.ts'
import { shownError } from './errors.ts'
import type { Execute } from './execution.ts'
import { operationOf } from './executor.ts'
import { BODY_BYTES } from './limits.ts'
import { contextOf, type Executing } from './operations.ts'

/** A request of the fast path: what is not exactly this goes through Yoga, whose answers these are byte for byte. */
interface Requested {
  query: string
  variables: Record<string, unknown> | null | undefined
  operationName: string | null | undefined
}

const json = 'application/json'
const graphqlJson = 'application/graphql-response+json'
/** What clients accept, and what they get of it, as Yoga chooses. */
const mediaTypes = new Map<string | undefined, string>([
  [undefined, json],
  ['*/*', json],
  [json, json],
  [`${json}, text/plain, */*`, json],
  [graphqlJson, graphqlJson],
  [`${graphqlJson}, ${json}`, graphqlJson],
  [`${graphqlJson},${json}`, graphqlJson],
  [`${graphqlJson},${json};q=0.9`, graphqlJson],
])
const parameters = new Set(['query', 'variables', 'operationName'])

/** Whether the request may take the fast path: a POST of JSON whose length is known and whose answer is JSON. */
export function isFastPath({ method, url, headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (
    method === 'POST' &&
    url === '/graphql' &&
    mediaTypes.has(headers.accept) &&
    headers['content-encoding'] === undefined &&
    length !== undefined &&
    /^\d{1,9}$/.test(length) &&
    Number(length) <= BODY_BYTES
  )
}

export type FastPath = (
  body: Buffer,
  viewer: Viewer,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>

/**
 * Answers a request from the socket to the executor and back without a Fetch API in between, which costs more than most answers.
 * False where the body is something else: Yoga answers it, and nothing has happened yet.
 */
export function createFastPath(ground: Executing, documents: Documents, execute: Execute): FastPath {
  const { schema, logger } = ground

  return async (body, viewer, request, response) => {
    const requested = requestedBy(body)
    if (requested === undefined) return false
    const mediaType = mediaTypes.get(request.headers.accept) ?? json
    const read = documents.read(requested.query)
    if (read.errors !== undefined) {
      answer(response, read, mediaType)
      return true
    }
    const { document } = read
    const operation = operationOf(schema, document, requested.operationName)
    if (operation instanceof GraphQLError || operation.node.operation === 'subscription') return false
    const result = await execute({
      schema,
      document,
      operationName: requested.operationName,
      variableValues: requested.variables,
      contextValue: contextOf(ground, viewer),
    }).catch((error: unknown): ExecutionResult => ({ errors: [error as GraphQLError] }))
    answer(response, result, mediaType)
    return true
  }

  function answer(response: ServerResponse, result: ExecutionResult, mediaType: string): void {
    if (result.errors === undefined) {
      send(response, 200, mediaType, JSON.stringify(result))
      return
    }
    const shown = { ...result, errors: result.errors.map((error) => shownError(error, logger)) }
    const { status, body, headers } = processRegularResult(
      shown,
      { Response: YogaAnswer } as never,
      mediaType,
    ) as unknown as YogaAnswer
    for (const [name, value] of Object.entries(headers)) if (name !== 'Content-Type') response.setHeader(name, value)
    send(response, status, mediaType, body)
  }
}

/** What Yoga makes of a result with errors: which status, and what of an error is told. */
class YogaAnswer {
  readonly body: string
  readonly status: number
  readonly headers: Record<string, string>

  constructor(body: string, { status, headers }: { status: number; headers: Record<string, string> }) {
    this.body = body
    this.status = status
    this.headers = headers
  }
}

function send(response: ServerResponse, status: number, mediaType: string, body: string): void {
  if (response.destroyed) return
  response.writeHead(status, {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** The parameters of GraphQL over HTTP; undefined where there is anything else in the body. */
function requestedBy(body: Buffer): Requested | undefined {
  let given: unknown
  try {
    given = JSON.parse(body.toString())
  } catch {
    return undefined
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined
  const { query, variables, operationName } = given as Record<string, unknown>
  const isPlain =
    typeof query === 'string' &&
    (variables === undefined || (typeof variables === 'object' && !Array.isArray(variables))) &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    Object.keys(given).every((name) => parameters.has(name))
  return isPlain ? ({ query, variables, operationName } as Requested) : undefined
}
