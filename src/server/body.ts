import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { answerError } from './answer.ts'
import { isTooDeep, tooDeep } from './json-depth.ts'
import { BODY_BYTES } from './limits.ts'

/** The whole body; undefined where the caller went away before its end, or was refused. */
export async function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
  // What says that it is too large is not waited for.
  const isTooLarge = Number(request.headers['content-length']) > BODY_BYTES
  const body = isTooLarge ? 'too large' : await bodyOf(request)
  if (body === undefined) return undefined
  if (body === 'too large') {
    const message = `The body is larger than ${BODY_BYTES} bytes, the most that is read: send it in parts.`
    return void answerError(response, 413, 'PAYLOAD_TOO_LARGE', message)
  }
  if (isTooDeep(body)) return void answerError(response, 400, 'BAD_REQUEST', tooDeep)
  return body
}

function bodyOf(request: IncomingMessage): Promise<Buffer | 'too large' | undefined> {
  return new Promise((resolve) => {
    let parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      // The rest is taken and dropped, so that the client comes to read its answer.
      if (bytes <= BODY_BYTES) return void parts.push(part)
      parts = []
      resolve('too large')
    })
    request.once('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)))
    request.once('close', () => resolve(undefined))
  })
}

/** The parameters of a body, or else of the address, as far as they are JSON; a text says what is not. */
export function parametersOf(request: IncomingMessage, body: Buffer | undefined): Record<string, unknown> | string {
  if (body === undefined) return inAddress(request)
  try {
    const parsed: unknown = JSON.parse(body.toString())
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  } catch {
    // Nothing of it is repeated: it may be a secret, and it may be large.
    return 'The body is not JSON: send {"query": "…", "variables": {…}}.'
  }
}

function inAddress({ url = '' }: IncomingMessage): Record<string, unknown> | string {
  const given = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const parameters: Record<string, unknown> = {}
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const text = given.get(name)
    if (text === null || text === '') continue
    if (name === 'query' || name === 'operationName') {
      parameters[name] = text
      continue
    }
    if (isTooDeep(Buffer.from(text))) return tooDeep
    try {
      parameters[name] = JSON.parse(text)
    } catch {
      return `What the address says as "${name}" is not JSON.`
    }
  }
  return parameters
}

/**
 * The request as it was before its body was read. Without its socket, on which Yoga would set time-outs of its own, and with a host that makes an
 * address, since Yoga answers what a client made up there with its stack.
 */
export function again({ method, url, headers }: IncomingMessage, body: Buffer | undefined): IncomingMessage {
  const parts = body === undefined ? [] : [body]
  const request = { method, url, headers: { ...headers, host: 'localhost' } }
  return Object.assign(Readable.from(parts), request) as unknown as IncomingMessage
}
