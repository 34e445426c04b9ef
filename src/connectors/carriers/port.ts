import type { TrackingStatus } from '#domain/vocabulary'

/** Where one carrier is, and how to be let in. */
export interface CarrierConnection {
  url: string
  key: string
}

/** A parcel that is to be announced. `reference` is ours: the carrier keeps it, so that a retry never buys a second label. */
export interface ParcelToSend {
  reference: string
  service: string | null
  weightGrams: number | null
  postcode: string | null
  country: string | null
}

export interface AnnouncedParcel {
  trackingNumber: string
  trackingUrl: string | null
}

/** One scan, translated: the API's `TrackingEventInput` for one parcel. `reference` is the carrier's id of the scan, if it has one. */
export interface TrackedEvent {
  status: TrackingStatus
  carrierStatus: string
  occurredAt: string
  location: string | null
  description: string | null
  reference: string | null
}

/** All that the carrier shows of a parcel now, in whatever order, repeats included. */
export interface TrackedParcel {
  trackingNumber: string
  events: TrackedEvent[]
}

/** One carrier, connected. Every call may throw an `ExternalServiceError`. */
export interface CarrierSession {
  /** Announces a parcel. With IN_DOUBT thrown, `find` first, before it is announced again. */
  announce(parcel: ParcelToSend, signal?: AbortSignal): Promise<AnnouncedParcel>
  /** A parcel that was announced, found by our reference; null: the carrier does not know it. */
  find(reference: string, signal?: AbortSignal): Promise<AnnouncedParcel | null>
  /** What is known of these parcels; a number that the carrier does not know is left out. At most `TRACK_LIMIT` a call. */
  track(trackingNumbers: string[], signal?: AbortSignal): Promise<TrackedParcel[]>
}

/** Parcels requested in one call of `track`. */
export const TRACK_LIMIT = 50

/** A kind of carrier: its vocabulary, and how to talk to one. */
export interface CarrierConnector {
  readonly kind: string
  /** What the carrier's scan codes mean. A code that is not here is shown as received, with status UNKNOWN. */
  readonly vocabulary: Readonly<Record<string, TrackingStatus>>
  connect(connection: CarrierConnection): CarrierSession
}
