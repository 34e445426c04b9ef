import type { ServerResponse } from 'node:http'

/** Answers with JSON, once. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(JSON.stringify(body))
}

/** A refusal before GraphQL, in the form that GraphQL clients expect. */
export const answerError = (
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): void => answerJson(response, status, { errors: [{ message, extensions: { code } }] }, headers)
