import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { isTooDeep } from '#server/json-depth'
import { BODY_BYTES, JSON_DEPTH } from '#server/limits'
import { openRaw } from '../support/raw-frames.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const server = await startServer()

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('the depth of a JSON text', () => {
  test.each<[string, string, boolean]>([
    ['as many levels as are read', nested(JSON_DEPTH), false],
    ['one more', nested(JSON_DEPTH + 1), true],
    ['lists and objects together', '{"a":['.repeat(JSON_DEPTH / 2 + 1), true],
    ['many, one after the other', `[${Array(1_000).fill('[[]]').join()}]`, false],
    ['brackets in a string', `"${'['.repeat(100)}"`, false],
    ['brackets behind an escaped quote', `"\\"${'['.repeat(100)}"`, false],
    ['brackets behind a string that ends with a backslash', `["\\\\",${nested(JSON_DEPTH)}]`, true],
    ['no JSON', ']]]]', false],
    ['nothing', '', false],
  ])('%s', (_what, text, expected) => {
    expect(isTooDeep(Buffer.from(text))).toBe(expected)
  })
})

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json', ...headers },
    body,
  })

const withVariable = (json: string) => `{"query":"{ viewer { role } }","variables":{"a":${json}}}`

test.each([
  ['variables that are too deep', withVariable(nested(JSON_DEPTH))],
  ['brackets and nothing else', '['.repeat(BODY_BYTES - 1)],
])('%s have an answer of their own, which names the limit', async (_what, body) => {
  for (const accept of ['application/json', 'text/event-stream', 'text/plain;q=0.3, application/json;q=0.2']) {
    const response = await post(body, { accept })
    expect(response.status).toBe(400)
    const [error] = ((await response.json()) as { errors: { message: string; extensions: object }[] }).errors
    expect(error?.message).toContain(`deeper than ${JSON_DEPTH} levels`)
    expect(error?.extensions).toEqual({ code: 'BAD_REQUEST' })
  }
})

test('variables that are as deep as may be are read', async () => {
  expect((await post(withVariable(nested(JSON_DEPTH - 2)))).status).toBe(200)
})

test('a body that is no JSON is refused with a sentence that repeats nothing of it', async () => {
  const response = await post('{"query":"{ viewer }","token":"a-secret-that-nobody-repeats"')
  expect(response.status).toBe(400)
  const text = await response.text()
  expect(text).toContain('The body is not JSON')
  expect(text).not.toContain('secret')
})

test.each([
  ['no JSON', '{a-secret', 'not JSON'],
  ['too deep', nested(JSON_DEPTH + 1), `deeper than ${JSON_DEPTH} levels`],
])('variables of an address that are %s are refused with a sentence', async (_what, variables, expected) => {
  const search = new URLSearchParams({ query: '{ viewer { role } }', variables })
  const headers = { authorization: `Bearer ${server.adminToken}` }
  const response = await fetch(`${server.url}/graphql?${search}`, { headers })
  expect(response.status).toBe(400)
  const text = await response.text()
  expect(text).toContain(expected)
  expect(text).not.toContain('secret')
})

test('a body whose length is not declared is read as far as the limit', async () => {
  const { hostname, port } = new URL(server.url)
  const send = (parts: string[]) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' }
      const asked = request({ hostname, port, path: '/graphql', method: 'POST', headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
      asked.on('error', reject)
      for (const part of parts) asked.write(part)
      asked.end()
    })
  expect(await send(['{"query":', '"{ viewer { role } }"}'])).toBe(200)
  expect(await send(Array(50).fill(' '.repeat(BODY_BYTES / 20)))).toBe(413)
})

test('a body that says that it is too large is not waited for', async () => {
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.adminToken}\r\nContent-Type: application/json\r\n`
  const raw = openRaw(server.url, `${head}Content-Length: 4000000000\r\n\r\n{"query":`)
  await until(() => raw.received().length > 0, 'it was refused')
  expect(raw.received().toString()).toMatch(/^HTTP\/1\.1 413 /)
  raw.socket.destroy()
})

test('none of this is an error of the server', () => {
  expect(server.logged).toEqual([])
})
