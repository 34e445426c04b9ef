import type { TrackingStatus } from '#domain/vocabulary'

/** What the sandbox carrier's scan codes mean. It also uses one that is not here, as carriers do. */
export const scanCodes: Readonly<Record<string, TrackingStatus>> = {
  PRE: 'INFO_RECEIVED',
  COL: 'ACCEPTED',
  HUB: 'IN_TRANSIT',
  DLY: 'DELAYED',
  OFD: 'OUT_FOR_DELIVERY',
  ATT: 'DELIVERY_ATTEMPTED',
  CPT: 'READY_FOR_PICKUP',
  DEL: 'DELIVERED',
  RTS: 'RETURNING',
  RTD: 'RETURNED_TO_SENDER',
  LST: 'LOST',
  DMG: 'DAMAGED',
  FLD: 'FAILED',
}
