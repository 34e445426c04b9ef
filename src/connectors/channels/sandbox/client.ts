import type { ZodType } from 'zod'
import { type Ask, asking, ExternalServiceError } from '../../request.ts'
import type { Rate } from '../../token-bucket.ts'
import type { ChannelConnection } from '../port.ts'
import {
  type NewSandboxParcel,
  oneOrder,
  ordersPage,
  parcelAnswer,
  parcelsPage,
  type SandboxOrder,
  type SandboxParcel,
} from './wire-schema.ts'

/** The sandbox's stated rate for one shop. */
export const SANDBOX_RATE: Rate = { burst: 20, perSecond: 10 }
/** How long one call may take. */
export const SANDBOX_TIMEOUT_MS = 5_000
/** Orders a page, the most that the sandbox gives. */
export const PAGE_SIZE = 50

export interface SandboxClient {
  orders(
    since: string | null,
    page: string | null,
    signal?: AbortSignal,
  ): Promise<{ orders: SandboxOrder[]; next: string | null }>
  order(orderId: string, signal?: AbortSignal): Promise<SandboxOrder>
  cancel(orderId: string, merchantReference: string, signal?: AbortSignal): Promise<SandboxOrder>
  tell(orderId: string, parcel: NewSandboxParcel, signal?: AbortSignal): Promise<SandboxParcel>
  parcels(orderId: string, merchantReference: string, signal?: AbortSignal): Promise<SandboxParcel[]>
}

/** The sandbox channel over HTTP, and nothing but that. */
export function sandboxClient({ channel, url, key }: ChannelConnection): SandboxClient {
  const ask = asking({
    name: channel,
    url,
    headers: { authorization: `Bearer ${key}` },
    rate: SANDBOX_RATE,
    timeoutMs: SANDBOX_TIMEOUT_MS,
  })
  return {
    orders: (since, page, signal) =>
      understood(
        ordersPage,
        ask,
        {
          method: 'GET',
          path: 'orders',
          query: { modified_since: since ?? undefined, page: page ?? undefined, limit: String(PAGE_SIZE) },
        },
        signal,
      ),
    order: async (orderId, signal) => {
      const path = `orders/${encodeURIComponent(orderId)}`
      return (await understood(oneOrder, ask, { method: 'GET', path }, signal)).order
    },
    cancel: async (orderId, merchantReference, signal) => {
      const path = `orders/${encodeURIComponent(orderId)}/cancellation`
      const body = { merchant_reference: merchantReference }
      return (await understood(oneOrder, ask, { method: 'POST', path, body }, signal)).order
    },
    tell: async (orderId, parcel, signal) => {
      const path = `orders/${encodeURIComponent(orderId)}/parcels`
      return (await understood(parcelAnswer, ask, { method: 'POST', path, body: parcel }, signal)).parcel
    },
    parcels: async (orderId, merchantReference, signal) => {
      const path = `orders/${encodeURIComponent(orderId)}/parcels`
      const query = { merchant_reference: merchantReference }
      return (await understood(parcelsPage, ask, { method: 'GET', path, query }, signal)).parcels
    },
  }
}

async function understood<T>(shape: ZodType<T>, ask: Ask, call: Parameters<Ask>[0], signal?: AbortSignal): Promise<T> {
  const parsed = shape.safeParse(await ask(call, signal))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ExternalServiceError(
    'NOT_UNDERSTOOD',
    `the answer to ${call.path} is new to us: ${issue?.path.join('.')} ${issue?.message}`,
  )
}
