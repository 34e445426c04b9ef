import type { LineRow } from '../rows/order-rows.ts'
import type { ShipmentRow } from '../rows/shipment-rows.ts'
import { type CustomerStatus, type OrderStatus, orderStatuses, type ShipmentStatus } from '../vocabulary.ts'
import { lifecycle } from './lifecycle.ts'
import type { CoreState } from './parts.ts'

/** Goods that the merchant fulfils: what takes stock and is picked, packed and shipped. */
export const takesStock = (line: Pick<LineRow, 'kind' | 'fulfilledBy'>): boolean =>
  line.kind === 'GOODS' && line.fulfilledBy === 'MERCHANT'

const isExtra = (line: LineRow): boolean => line.kind === 'FEE' || line.kind === 'TIP'
const isLeft = (line: LineRow): boolean => line.cancelled < line.quantity

/**
 * The lines whose units the order's status follows: the merchant's goods; where none of those is left, goods that others
 * fulfil; where there are none, what else was bought. Fees and tips count only where there is nothing else.
 */
export function drivingLines(lines: LineRow[]): LineRow[] {
  const bought = lines.filter((line) => !isExtra(line))
  const tiers = [bought.filter(takesStock), bought.filter((line) => line.kind === 'GOODS'), bought]
  return tiers.find((tier) => tier.some(isLeft)) ?? (bought.length > 0 ? bought : lines)
}

export type Units = Pick<LineRow, 'open' | 'allocated' | 'shipped' | 'delivered' | 'cancelled' | 'returned' | 'lost'>

export function unitsOf(lines: LineRow[]): Units {
  const units: Units = { open: 0, allocated: 0, shipped: 0, delivered: 0, cancelled: 0, returned: 0, lost: 0 }
  for (const line of lines) for (const key of Object.keys(units) as (keyof Units)[]) units[key] += line[key]
  return units
}

/** Units that no carrier has: open, or in the house. */
export const cancellable = (line: LineRow): number => line.open + line.allocated

/** Before the carrier has it. */
export const inHouse: readonly ShipmentStatus[] = ['PLANNED', 'PICKING', 'PACKED', 'LABELLED']
const finished: readonly ShipmentStatus[] = ['DELIVERED', 'LOST', 'RETURNED_TO_SENDER', 'CANCELLED']

/** The order's status, from where its units are. A lost parcel was shipped and is not delivered. */
export function deriveOrderStatus(state: CoreState): OrderStatus {
  const u = unitsOf(drivingLines(state.lines))
  const outstanding = u.open + u.allocated
  const underway = u.shipped + u.lost
  if (outstanding + underway + u.delivered + u.returned === 0) return 'CANCELLED'
  if (outstanding > 0) {
    if (u.delivered > 0) return 'PARTIALLY_DELIVERED'
    if (underway + u.returned > 0) return 'PARTIALLY_SHIPPED'
    return u.allocated > 0 ? statusInHouse(state.shipments) : isValidated(state) ? 'READY' : 'NEW'
  }
  if (underway > 0) return u.delivered > 0 ? 'PARTIALLY_DELIVERED' : 'SHIPPED'
  if (u.returned > 0) return u.delivered > 0 ? 'PARTIALLY_RETURNED' : 'RETURNED'
  return 'DELIVERED'
}

const isValidated = (state: CoreState): boolean =>
  state.order.validation.length > 0 && state.order.validation.every((result) => result.passed)

/** The least advanced open shipment says it. */
function statusInHouse(shipments: ShipmentRow[]): OrderStatus {
  const open = shipments.filter((s) => inHouse.includes(s.status))
  if (open.some((s) => s.status === 'PLANNED')) return 'RELEASED'
  if (open.some((s) => s.status === 'PICKING')) return 'PICKING'
  return open.length > 0 ? 'PACKED' : 'RELEASED'
}

/** Where the order's goods leave or left from. */
export const warehousesOf = (shipments: ShipmentRow[]): string[] =>
  [
    ...new Set(shipments.flatMap(({ status, warehouseId }) => (status === 'CANCELLED' ? [] : (warehouseId ?? [])))),
  ].sort()

const underway: readonly OrderStatus[] = ['PARTIALLY_SHIPPED', 'SHIPPED', 'PARTIALLY_DELIVERED']
/** What may be said of goods that are under way instead of the status' own word. */
const saidUnderway: readonly CustomerStatus[] = ['DELIVERY_PROBLEM', 'READY_FOR_PICKUP', 'OUT_FOR_DELIVERY']

/** What the buyer may see. Holds and exceptions are ours, and never show. */
export function deriveCustomerStatus(state: CoreState, status: OrderStatus): CustomerStatus {
  if (underway.includes(status)) {
    const open = state.shipments.filter((s) => !inHouse.includes(s.status) && !finished.includes(s.status))
    const some = (...wanted: ShipmentStatus[]) => state.shipments.some((s) => wanted.includes(s.status))
    if (some('DELIVERY_FAILED', 'LOST', 'RETURNING')) return 'DELIVERY_PROBLEM'
    if (some('READY_FOR_PICKUP')) return 'READY_FOR_PICKUP'
    const isOut = open.length > 0 && open.every((s) => s.status === 'OUT_FOR_DELIVERY')
    if (status === 'SHIPPED' && isOut) return 'OUT_FOR_DELIVERY'
  }
  return lifecycle[status].customerStatus
}

/** The statuses for which the buyer may see one of these. */
export const statusesShownAs = (shown: readonly CustomerStatus[]): OrderStatus[] =>
  orderStatuses.filter(
    (status) =>
      shown.includes(lifecycle[status].customerStatus) ||
      (underway.includes(status) && saidUnderway.some((word) => shown.includes(word))),
  )
