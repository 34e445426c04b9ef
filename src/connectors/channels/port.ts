import type { OrderInput } from '#domain/input/order-input'
import type { HoldReason, StatusIntent } from '#domain/vocabulary'

/** What one of the channel's own words means, before the merchant says otherwise. */
export interface StatusMeaning {
  field: string
  value: string
  intent: StatusIntent
  holdReason?: HoldReason
}

/** Where one channel of the merchant's is, and how to be let in. */
export interface ChannelConnection {
  channel: string
  url: string
  key: string
}

/** One page of what changed. */
export interface Pulled {
  orders: OrderInput[]
  /** Where the next pull starts; meaningful to the connector alone. It overlaps, so that nothing between two pulls is missed. */
  watermark: string
  /** There is another page right now. */
  more: boolean
}

/** That goods left for the buyer. `reference` is ours: the channel keeps it, so that a later look-up finds it. */
export interface ShipmentFact {
  fact: 'SHIPMENT'
  reference: string
  orderReference: string
  lines: { line: string; quantity: number }[]
  carrier: string | null
  trackingNumbers: string[]
  shippedAt: string | null
}

/** That goods will not be sent. `lines` are all units of the order that are cancelled by now, not only the last ones. */
export interface CancellationFact {
  fact: 'CANCELLATION'
  /** Our number of the order. */
  reference: string
  orderReference: string
  lines: { line: string; quantity: number }[]
  /** Nothing of the order is left. */
  whole: boolean
}

export type ChannelFact = ShipmentFact | CancellationFact

/** What the channel made of a fact. IN_DOUBT: it was notified and did not answer; look it up before it is notified again. */
export type PushAnswer =
  | { state: 'CONFIRMED'; reference: string }
  | { state: 'REJECTED'; reason: string }
  | { state: 'IN_DOUBT'; reason: string }

/** One channel, connected. Every call may throw an `ExternalServiceError`; none of them changes anything of ours. */
export interface ChannelSession {
  /** What changed in the channel since the watermark (null: all that it still has), oldest first, translated. */
  pullOrders(watermark: string | null, signal?: AbortSignal): Promise<Pulled>
  /** Tells the channel. */
  push(fact: ChannelFact, signal?: AbortSignal): Promise<PushAnswer>
  /** The channel's reference of a fact that it received, found by ours; null: it does not know it. */
  find(fact: ChannelFact, signal?: AbortSignal): Promise<string | null>
}

/** A kind of channel: its vocabulary, and how to talk to one. */
export interface ChannelConnector {
  readonly kind: string
  /** What the channel's statuses mean, to start with; a status that is not here holds its order and asks a person. */
  readonly vocabulary: readonly StatusMeaning[]
  connect(connection: ChannelConnection): ChannelSession
}
