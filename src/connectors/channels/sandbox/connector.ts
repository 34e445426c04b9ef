import { ExternalServiceError } from '../../request.ts'
import type { ChannelConnection, ChannelConnector, ChannelFact, ChannelSession, Pulled, PushAnswer } from '../port.ts'
import { type SandboxClient, sandboxClient } from './client.ts'
import { toOrderInput, toParcel } from './translate.ts'
import { sandboxVocabulary } from './vocabulary.ts'

/** A pull starts this much before the last change that was seen: the channel's clock and its index are not one. */
export const OVERLAP_MS = 3_000

/** Where a pull stands: at a change, and within a walk over several pages. */
interface Watermark {
  since: string | null
  page: string | null
  /** The latest change seen in this walk; the next one starts before it. */
  latest: string | null
}

/** The sandbox: a channel that behaves as channels do, on this machine. */
export const sandboxChannel: ChannelConnector = {
  kind: 'sandbox',
  vocabulary: sandboxVocabulary,
  connect: (connection) => session(connection, sandboxClient(connection)),
}

function session({ channel }: ChannelConnection, client: SandboxClient): ChannelSession {
  return {
    async pullOrders(watermark, signal): Promise<Pulled> {
      const from = readWatermark(watermark)
      const { orders, next } = await client.orders(from.since, from.page, signal)
      const latest = orders.reduce<string | null>((most, { modified_at }) => later(most, modified_at), from.latest)
      const onwards: Watermark =
        next === null
          ? { since: latest === null ? from.since : before(latest), page: null, latest: null }
          : { since: from.since, page: next, latest }
      return {
        orders: orders.map((order) => toOrderInput(channel, order)),
        watermark: JSON.stringify(onwards),
        more: next !== null,
      }
    },
    push: (fact, signal) => tell(client, fact, signal),
    async find(fact, signal) {
      try {
        if (fact.fact === 'CANCELLATION')
          return (await client.order(fact.orderReference, signal)).cancellation?.id ?? null
        const [parcel] = await client.parcels(fact.orderReference, fact.reference, signal)
        return parcel?.id ?? null
      } catch (error) {
        if (error instanceof ExternalServiceError && error.failure === 'NOT_FOUND') return null
        throw error
      }
    },
  }
}

async function tell(client: SandboxClient, fact: ChannelFact, signal?: AbortSignal): Promise<PushAnswer> {
  try {
    if (fact.fact === 'SHIPMENT') {
      const parcel = await client.tell(fact.orderReference, toParcel(fact, new Date().toISOString()), signal)
      return { state: 'CONFIRMED', reference: parcel.id }
    }
    if (!fact.whole) return { state: 'REJECTED', reason: 'this channel cancels whole orders only' }
    const { cancellation } = await client.cancel(fact.orderReference, fact.reference, signal)
    return { state: 'CONFIRMED', reference: cancellation?.id ?? fact.reference }
  } catch (error) {
    if (!(error instanceof ExternalServiceError)) throw error
    const { failure, message, said } = error
    if (failure === 'REFUSED' || failure === 'NOT_FOUND') return { state: 'REJECTED', reason: said }
    if (failure === 'IN_DOUBT' || failure === 'NOT_UNDERSTOOD') return { state: 'IN_DOUBT', reason: message }
    throw error
  }
}

/** A watermark of another build, or none: from the beginning. */
function readWatermark(text: string | null): Watermark {
  try {
    const { since, page, latest } = JSON.parse(text ?? '{}') as Partial<Watermark>
    return { since: since ?? null, page: page ?? null, latest: latest ?? null }
  } catch {
    return { since: null, page: null, latest: null }
  }
}

const later = (a: string | null, b: string): string => (a !== null && Date.parse(a) >= Date.parse(b) ? a : b)
const before = (instant: string): string => new Date(Date.parse(instant) - OVERLAP_MS).toISOString()
