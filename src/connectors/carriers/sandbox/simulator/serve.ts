import { type Loopback, type LoopbackAnswer, type LoopbackRequest, serveLoopback } from '../../../loopback.ts'
import type { ParcelRequest } from '../wire-schema.ts'
import type { Depot } from './depot.ts'

export interface ServedDepot extends Loopback {
  key: string
}

/** The depot as a server on this machine. `loses` says whether the answer to an announcement is lost; `clock` is the depot's time, in milliseconds. */
export async function serveDepot(
  depot: Depot,
  seed: string,
  loses: () => boolean = () => false,
  clock: () => number = Date.now,
): Promise<ServedDepot> {
  const key = `sandbox-key-of-${seed}`
  const loopback = await serveLoopback((request) => {
    if (request.key !== key) return { status: 401, body: { error: 'unknown key' } }
    const answer = route(depot, request, clock())
    return request.method === 'POST' && loses() ? 'drop' : answer
  })
  return { ...loopback, key }
}

function route(depot: Depot, { method, path, query, body }: LoopbackRequest, nowMs: number): LoopbackAnswer {
  if (method === 'POST' && path === '/parcels') {
    const request = body as ParcelRequest // its only client is typed
    return { status: 201, body: { parcel: depot.announce(request, nowMs) } }
  }
  if (method === 'GET' && path === '/parcels') {
    return { status: 200, body: { parcels: depot.find(query.get('reference') ?? '') } }
  }
  if (method === 'GET' && path === '/tracking') {
    const numbers = (query.get('numbers') ?? '').split(',').filter((number) => number !== '')
    return { status: 200, body: { parcels: depot.track(numbers, nowMs) } }
  }
  return { status: 404, body: { error: 'no such address' } }
}
