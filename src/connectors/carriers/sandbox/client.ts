import type { ZodType } from 'zod'
import { type Ask, asking, ExternalServiceError } from '../../request.ts'
import type { Rate } from '../../token-bucket.ts'
import type { CarrierConnection } from '../port.ts'
import {
  announced,
  type ParcelRequest,
  parcelsFound,
  type SandboxParcel,
  type SandboxScan,
  tracked,
} from './wire-schema.ts'

/** The sandbox carrier's stated rate. */
export const SANDBOX_CARRIER_RATE: Rate = { burst: 40, perSecond: 20 }
/** How long one call may take. */
export const SANDBOX_CARRIER_TIMEOUT_MS = 5_000

export interface SandboxCarrierClient {
  announce(parcel: ParcelRequest, signal?: AbortSignal): Promise<SandboxParcel>
  parcels(reference: string, signal?: AbortSignal): Promise<SandboxParcel[]>
  track(numbers: string[], signal?: AbortSignal): Promise<{ number: string; scans: SandboxScan[] }[]>
}

/** The sandbox carrier over HTTP, and nothing but that. */
export function sandboxCarrierClient({ url, key }: CarrierConnection): SandboxCarrierClient {
  const ask = asking({
    name: 'the sandbox carrier',
    url,
    headers: { authorization: `Bearer ${key}` },
    rate: SANDBOX_CARRIER_RATE,
    timeoutMs: SANDBOX_CARRIER_TIMEOUT_MS,
  })
  return {
    announce: async (parcel, signal) =>
      (await understood(announced, ask, { method: 'POST', path: 'parcels', body: parcel }, signal)).parcel,
    parcels: async (reference, signal) =>
      (await understood(parcelsFound, ask, { method: 'GET', path: 'parcels', query: { reference } }, signal)).parcels,
    track: async (numbers, signal) => {
      const query = { numbers: numbers.join(',') }
      return (await understood(tracked, ask, { method: 'GET', path: 'tracking', query }, signal)).parcels
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
