import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

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

/** Refuses an upgrade with a sentence, and closes the connection even where its client does not. */
export function refuseUpgrade(connection: Duplex, status: number, message: string): void {
  const body = `${message}\n`
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  connection.once('finish', () => connection.destroy())
  connection.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}
