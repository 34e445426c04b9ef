import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Kind, OperationTypeNode, parse, print } from 'graphql'
import { describe, expect, test } from 'vitest'
import { requestsOf } from '../support/metrics.ts'
import { projectFolder } from '../support/real-process.ts'
import { startServer } from '../support/server.ts'

// A read that Prisma has to answer fails this file at its end: see tests/support/server.ts.
const server = await startServer({ settings: { CROSSDOCK_FAST_PATH: 'on' } })

const load = (...path: string[]) => import(pathToFileURL(join(projectFolder, ...path)).href)
const variables = { number: 'CD-1000042-7', first: 10, keys: [], queues: [], ids: [], reference: '1', key: 'k' }

/** Every query and mutation of these documents as a request of its own, with the fragments that lie beside it. */
const requestsIn = (documents: string[]): object[] =>
  documents.flatMap((text) => {
    const { definitions } = parse(text)
    const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
    return definitions.flatMap((node) =>
      node.kind !== Kind.OPERATION_DEFINITION || node.operation === OperationTypeNode.SUBSCRIPTION
        ? []
        : [{ query: [node, ...fragments].map(print).join('\n'), variables }],
    )
  })

const pages = ['README.md', ...readdirSync(join(projectFolder, 'docs')).map((file) => join('docs', file))]
const examples = pages
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) => [...readFileSync(join(projectFolder, page), 'utf8').matchAll(/```graphql\n(.*?)```/gs)])
  .map(([, text]) => text!)
const consoleDocuments: string[] = Object.values(await load('apps', 'console', 'documents.js'))
const { peers, questions } = await load('bench', 'scenarios', 'read', 'questions.mjs')
const measured = Object.keys(questions).map((question) =>
  JSON.parse(peers.Crossdock.body[question]({ number: 'CD-1000042-7', after: null, item: null })),
)

describe('the fast path', () => {
  test.each<[string, object[], string]>([
    ['the console', requestsIn(consoleDocuments), '*/*'],
    ['the documentation', requestsIn(examples), 'application/graphql-response+json'],
    ['the benchmark', measured, 'application/json'],
  ])('answers every request of %s', async (_, requests, accept) => {
    const before = await requestsOf(server)
    expect(requests.length).toBeGreaterThan(2)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}`, accept }
    for (const request of requests) {
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) })
      await response.arrayBuffer()
    }
    expect(await requestsOf(server)).toEqual({ fast: before.fast + requests.length, yoga: before.yoga })
  })

  test.each([
    ['a query string', '/graphql?path=yoga', {}, { query: '{ viewer { role } }' }],
    ['another media type', '/graphql', { accept: 'text/html' }, { query: '{ viewer { role } }' }],
    ['extensions', '/graphql', {}, { query: '{ viewer { role } }', extensions: {} }],
    ['a list of requests', '/graphql', {}, [{ query: '{ viewer { role } }' }]],
    ['an operation that is not there', '/graphql', {}, { query: 'query A { viewer { role } }', operationName: 'B' }],
  ])('leaves %s to Yoga', async (_, path, more, body) => {
    const before = await requestsOf(server)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}`, ...more }
    const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    await response.arrayBuffer()
    expect(await requestsOf(server)).toEqual({ fast: before.fast, yoga: before.yoga + 1 })
  })

  test('answers no body that is no JSON, and takes none without a length', async () => {
    const before = await requestsOf(server)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}` }
    const sent = new Blob(['{ "query": "{ viewer { role } }" }']).stream()
    const options = { method: 'POST', headers, body: sent, duplex: 'half' } as RequestInit
    expect(await (await fetch(`${server.url}/graphql`, options)).json()).toEqual({
      data: { viewer: { role: 'admin' } },
    })
    expect((await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: '{' })).status).toBe(400)
    expect(await requestsOf(server)).toEqual({ fast: before.fast, yoga: before.yoga + 1 })
  })
})
