import type { LevelFacts, OrderFacts, WarehouseFacts } from '../order/state.ts'
import type { RoutingCandidate } from '../rows/shipment-rows.ts'

/** Units of one stock item that an order needs: lines on the same item count together. */
export interface Demand {
  stockItemId: string
  sku: string
  quantity: number
}

/** Why a warehouse does not send: one word for programs; the candidate's explanation is for people. */
export type Elimination = 'DISABLED' | 'CHANNEL_OWNED' | 'NO_STOCK' | 'NOT_ALL_IN_STOCK' | 'PRIORITY' | 'OTHER_PART'

export type RoutingFacts = Pick<OrderFacts, 'items' | 'warehouses'>

/** Units that can be promised there now. Safety stock is a rule for selling, not for shipping: it never blocks a release. */
export const availableIn = (facts: RoutingFacts, stockItemId: string, warehouseId: string): number =>
  levelOf(facts, stockItemId, warehouseId)?.available ?? 0

const levelOf = (facts: RoutingFacts, stockItemId: string, warehouseId: string): LevelFacts | undefined =>
  facts.items[stockItemId]?.levels.find((level) => level.warehouseId === warehouseId)

/** Warehouses in the order in which they are asked: by priority, then by key. */
export const inPriorityOrder = (warehouses: readonly WarehouseFacts[]): WarehouseFacts[] =>
  [...warehouses].sort((a, b) => a.priority - b.priority || (a.key < b.key ? -1 : 1))

/** Why the warehouse may not send at all, whatever it holds; null when it may. */
export function barredBy(warehouse: WarehouseFacts): Elimination | null {
  if (!warehouse.enabled) return 'DISABLED'
  return warehouse.kind === 'CHANNEL' ? 'CHANNEL_OWNED' : null
}

/** What the record says of every warehouse, for the shipment that `chosen` sends as one of `parts`. */
export function candidatesFor(
  facts: RoutingFacts,
  demand: readonly Demand[],
  parts: readonly WarehouseFacts[],
  chosen: WarehouseFacts,
): RoutingCandidate[] {
  const wanted = demand.reduce((total, item) => total + item.quantity, 0)
  return inPriorityOrder(facts.warehouses).map((warehouse) => {
    const servable = servableUnits(facts, demand, warehouse)
    const isChosen = warehouse.id === chosen.id
    const eliminatedBy = isChosen ? null : eliminationOf(warehouse, servable, wanted, parts)
    return {
      warehouse: warehouse.key,
      carrier: null,
      service: null,
      chosen: isChosen,
      eliminatedBy,
      score: null,
      explanation: isChosen ? explainChosen(servable, wanted, parts) : explain[eliminatedBy!](servable, wanted),
    }
  })
}

const servableUnits = (facts: RoutingFacts, demand: readonly Demand[], warehouse: WarehouseFacts): number =>
  demand.reduce(
    (total, { stockItemId, quantity }) => total + Math.min(quantity, availableIn(facts, stockItemId, warehouse.id)),
    0,
  )

function eliminationOf(
  warehouse: WarehouseFacts,
  servable: number,
  wanted: number,
  parts: readonly WarehouseFacts[],
): Elimination {
  const barred = barredBy(warehouse)
  if (barred !== null) return barred
  if (parts.some((part) => part.id === warehouse.id)) return 'OTHER_PART'
  if (servable === 0) return 'NO_STOCK'
  return servable < wanted && parts.length === 1 ? 'NOT_ALL_IN_STOCK' : 'PRIORITY'
}

const explainChosen = (servable: number, wanted: number, parts: readonly WarehouseFacts[]): string =>
  parts.length === 1
    ? `First by priority that holds all ${wanted} units.`
    : `No single warehouse holds all ${wanted} units; one of the fewest (${parts.length}) that do together, with ${servable}.`

const explain: Record<Elimination, (servable: number, wanted: number) => string> = {
  DISABLED: () => 'It is switched off.',
  CHANNEL_OWNED: () => 'The channel ships from here itself.',
  NO_STOCK: () => 'It holds none of the units.',
  NOT_ALL_IN_STOCK: (servable, wanted) => `It holds ${servable} of ${wanted} units.`,
  PRIORITY: (servable, wanted) => `It holds ${servable} of ${wanted} units; the chosen ones come first by priority.`,
  OTHER_PART: () => 'It sends another part of the order.',
}
