import { type Loopback, type LoopbackAnswer, type LoopbackRequest, serveLoopback } from '../../../loopback.ts'
import { seededRandom } from '../../../seeded-random.ts'
import type { NewSandboxParcel } from '../wire-schema.ts'
import type { Shop, TellAnswer } from './shop.ts'

/** What the network between us and the channel does to one call. LOST: the channel does what it was asked, and its answer is lost. */
export type Weather = 'FINE' | 'BUSY' | 'BROKEN' | 'LOST'

/** Mostly fine. The same seed makes the same weather. */
export function unsteady(seed: string): () => Weather {
  const random = seededRandom(`${seed}/weather`)
  return () =>
    random.weighted<Weather>([
      { weight: 93, value: 'FINE' },
      { weight: 2, value: 'BUSY' },
      { weight: 1, value: 'BROKEN' },
      { weight: 4, value: 'LOST' },
    ])
}

export interface ServedShop extends Loopback {
  key: string
}

/** The shop as a server on this machine. `clock` is the shop's time, in milliseconds. */
export async function serveShop(
  shop: Shop,
  seed: string,
  weather: () => Weather = () => 'FINE',
  clock: () => number = Date.now,
): Promise<ServedShop> {
  const key = `sandbox-key-of-${seed}`
  const loopback = await serveLoopback((request) => {
    if (request.key !== key) return { status: 401, body: { error: 'unknown key' } }
    switch (weather()) {
      case 'BUSY':
        return { status: 429, retryAfter: 1, body: { error: 'slow down' } }
      case 'BROKEN':
        return { status: 500, body: { error: 'try again' } }
      case 'LOST':
        route(shop, request, clock())
        return 'drop'
      case 'FINE':
        return route(shop, request, clock())
    }
  })
  return { ...loopback, key }
}

function route(shop: Shop, { method, path, query, body }: LoopbackRequest, nowMs: number): LoopbackAnswer {
  if (method === 'GET' && path === '/orders') {
    const limit = Number(query.get('limit') ?? 50)
    return { status: 200, body: shop.orders(query.get('modified_since'), query.get('page'), limit, nowMs) }
  }
  const [, id, part] = /^\/orders\/([^/]+)(?:\/(parcels|cancellation))?$/.exec(path) ?? []
  if (id === undefined) return { status: 404, body: { error: 'no such address' } }
  const orderId = decodeURIComponent(id)
  if (method === 'GET' && part === undefined) {
    const order = shop.order(orderId)
    return order === null ? unknown(orderId) : { status: 200, body: { order } }
  }
  if (method === 'GET') {
    const parcels = shop.parcels(orderId, query.get('merchant_reference'))
    return parcels === null ? unknown(orderId) : { status: 200, body: { parcels } }
  }
  // The only client of these is typed.
  return said(
    part === 'cancellation' ? shop.cancel(orderId, nowMs) : shop.tell(orderId, body as NewSandboxParcel, nowMs),
    orderId,
  )
}

function said(answer: TellAnswer, orderId: string): LoopbackAnswer {
  switch (answer.is) {
    case 'unknown':
      return unknown(orderId)
    case 'refused':
      return { status: 422, body: { error: answer.reason } }
    case 'recorded':
      return { status: 201, body: { parcel: answer.parcel } }
    case 'cancelled':
      return { status: 200, body: { order: answer.order } }
  }
}

const unknown = (id: string): LoopbackAnswer => ({ status: 404, body: { error: `no order ${id}` } })
