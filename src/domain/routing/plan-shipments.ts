import type { WarehouseFacts } from '../order/state.ts'
import type { RoutingCandidate } from '../rows/shipment-rows.ts'
import { availableIn, barredBy, candidatesFor, type Demand, inPriorityOrder, type RoutingFacts } from './candidates.ts'

/**
 * Sets of warehouses that the search for the fewest shipments looks at before it settles for filling up by priority.
 * Twelve warehouses that hold some of the goods are searched whole (4,095 sets).
 */
export const SPLIT_SEARCH_LIMIT = 4_096

export interface PlannedPart {
  warehouse: WarehouseFacts
  /** Units by stock item. */
  units: Map<string, number>
  candidates: RoutingCandidate[]
}

export interface Shortage {
  sku: string
  wanted: number
  available: number
  warehouses: { warehouse: string; available: number }[]
}

export type RoutingPlan =
  | { kind: 'routed'; parts: PlannedPart[] }
  | { kind: 'short'; shortages: Shortage[] }
  | { kind: 'noRoute'; candidates: { warehouse: string; eliminatedBy: string }[] }

/**
 * Where the units come from: the first single warehouse (by priority, then key) that holds everything, else the fewest
 * warehouses that do together, the earlier ones by priority where several sets are as small.
 */
export function planShipments(facts: RoutingFacts, demand: readonly Demand[]): RoutingPlan {
  const warehouses = inPriorityOrder(facts.warehouses)
  const able = warehouses.filter((warehouse) => barredBy(warehouse) === null)
  if (able.length === 0)
    return {
      kind: 'noRoute',
      candidates: warehouses.map((w) => ({ warehouse: w.key, eliminatedBy: barredBy(w) ?? '' })),
    }
  const shortages = shortagesOf(facts, demand, able)
  if (shortages.length > 0) return { kind: 'short', shortages }
  const chosen = fewest(facts, demand, able)
  const filled = fill(facts, demand, chosen)
  return {
    kind: 'routed',
    parts: filled.map(({ warehouse, units }) => ({
      warehouse,
      units,
      candidates: candidatesFor(
        facts,
        demand,
        filled.map((part) => part.warehouse),
        warehouse,
      ),
    })),
  }
}

/** Of each item what can go now: never more than all warehouses that may send hold. */
export function availableDemand(facts: RoutingFacts, demand: readonly Demand[]): Demand[] {
  const able = facts.warehouses.filter((warehouse) => barredBy(warehouse) === null)
  return demand
    .map((item) => ({ ...item, quantity: Math.min(item.quantity, heldBy(facts, item, able)) }))
    .filter((item) => item.quantity > 0)
}

function shortagesOf(facts: RoutingFacts, demand: readonly Demand[], able: readonly WarehouseFacts[]): Shortage[] {
  return demand
    .filter((item) => heldBy(facts, item, able) < item.quantity)
    .map((item) => ({
      sku: item.sku,
      wanted: item.quantity,
      available: heldBy(facts, item, able),
      warehouses: able.map((warehouse) => ({
        warehouse: warehouse.key,
        available: availableIn(facts, item.stockItemId, warehouse.id),
      })),
    }))
}

const heldBy = (facts: RoutingFacts, item: Demand, warehouses: readonly WarehouseFacts[]): number =>
  warehouses.reduce((total, warehouse) => total + availableIn(facts, item.stockItemId, warehouse.id), 0)

function fewest(facts: RoutingFacts, demand: readonly Demand[], able: readonly WarehouseFacts[]): WarehouseFacts[] {
  const useful = able.filter((warehouse) =>
    demand.some((item) => availableIn(facts, item.stockItemId, warehouse.id) > 0),
  )
  const serves = (set: readonly WarehouseFacts[]) => demand.every((item) => heldBy(facts, item, set) >= item.quantity)
  let looked = 0
  for (let size = 1; size <= useful.length; size++) {
    for (const set of subsets(useful, size)) {
      if (serves(set)) return set
      if (++looked === SPLIT_SEARCH_LIMIT) return useful
    }
  }
  return useful
}

/** Subsets of one size, those with the earlier members first. */
function* subsets<T>(all: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let index = from; index <= all.length - size; index++) {
    for (const rest of subsets(all, size - 1, index + 1)) yield [all[index]!, ...rest]
  }
}

/** Each item from the earlier warehouses first; one that nothing is left for sends nothing. */
function fill(facts: RoutingFacts, demand: readonly Demand[], chosen: readonly WarehouseFacts[]) {
  const parts = chosen.map((warehouse) => ({ warehouse, units: new Map<string, number>() }))
  for (const { stockItemId, quantity } of demand) {
    let left = quantity
    for (const { warehouse, units } of parts) {
      const taken = Math.min(left, availableIn(facts, stockItemId, warehouse.id))
      if (taken > 0) units.set(stockItemId, taken)
      left -= taken
    }
  }
  return parts.filter((part) => part.units.size > 0)
}
