import type { AvailabilityTermKind } from '../vocabulary.ts'

/** What there is of one SKU: counters summed over the enabled warehouses, and what is spoken for. */
export interface AvailabilityFacts {
  sku: string
  onHand: number
  committed: number
  picked: number
  putAway: number
  damaged: number
  qualityControl: number
  safetyStock: number
  /** Open units of orders that are here and not yet released, held ones included. */
  unreleasedDemand: number
}

export interface AvailabilityTerm {
  kind: AvailabilityTermKind
  label: string
  quantity: number
}

/** How many units may be offered for sale, and why: the terms add up to the number. */
export interface Availability {
  sku: string
  channel: string | null
  availableToSell: number
  explanation: AvailabilityTerm[]
}

/**
 * What may be sold: on hand, less what released orders hold, less what cannot be sold, less the demand of orders that wait, less
 * the safety stock. Never below zero: a term that asks for more than is left is cut to what is left, and its label says so.
 */
export function availabilityOf(facts: AvailabilityFacts, channel: string | null): Availability {
  const explanation: AvailabilityTerm[] = [
    { kind: 'ON_HAND', label: 'On hand in enabled warehouses', quantity: facts.onHand },
  ]
  let left = facts.onHand
  const subtract = (kind: AvailabilityTermKind, label: string, units: number) => {
    if (units === 0) return
    const taken = Math.min(units, left)
    left -= taken
    const quantity = taken === 0 ? 0 : -taken
    explanation.push({
      kind,
      label: taken < units ? `${label}: ${units}, of which ${units - taken} are not covered` : label,
      quantity,
    })
  }
  subtract('COMMITTED', 'Allocated to released orders', facts.committed)
  subtract('COMMITTED', 'Picked for released orders', facts.picked)
  subtract('UNSELLABLE', 'Waiting to be put away', facts.putAway)
  subtract('UNSELLABLE', 'Damaged', facts.damaged)
  subtract('UNSELLABLE', 'In quality control', facts.qualityControl)
  subtract('UNRELEASED_DEMAND', 'Open units of orders that are not yet released', facts.unreleasedDemand)
  subtract('SAFETY_STOCK', 'Safety stock', facts.safetyStock)
  return { sku: facts.sku, channel, availableToSell: left, explanation }
}
