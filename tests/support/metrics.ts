import { expect } from 'vitest'
import type { TestServer } from './server.ts'

/** One figure of a server's /metrics, such as `crossdock_graphql_requests_total{path="fast"}`; zero where it is not there yet. */
export async function metric(server: TestServer, name: string): Promise<number> {
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${server.adminToken}` } })
  expect(response.status).toBe(200)
  const line = (await response.text()).split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length) ?? 0)
}

/** GraphQL requests so far by the path that answered. */
export const requestsOf = async (server: TestServer) => ({
  fast: await metric(server, 'crossdock_graphql_requests_total{path="fast"}'),
  yoga: await metric(server, 'crossdock_graphql_requests_total{path="yoga"}'),
})
