import { serverAudits } from 'graphql-http'
import { expect, test } from 'vitest'
import { startServer } from '../support/server.ts'

const server = await startServer()
const authorization = `Bearer ${server.adminToken}`

const withToken = (url: unknown, init: RequestInit = {}) =>
  fetch(url as string, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } })

const audits = serverAudits({ url: `${server.url}/graphql`, fetchFn: withToken })

test('all 61 audits of GraphQL over HTTP are there', () => {
  expect(audits).toHaveLength(61)
})

test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
  const result = await audit.fn()
  expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok')
})
