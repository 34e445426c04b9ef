import type { CancellationRequestRow, ExceptionRow, HoldRow } from '../rows/case-rows.ts'
import type { PushRow, ReferenceRow, SnapshotRow } from '../rows/channel-rows.ts'
import type { CustomerRow, LineRow, OrderRow } from '../rows/order-rows.ts'
import type { PaymentRow, RefundRow, TransactionRow } from '../rows/payment-rows.ts'
import type { PackageRow, ShipmentLineRow, ShipmentRow, TrackingEventRow } from '../rows/shipment-rows.ts'
import type { ChannelSettings } from '../settings/channel-settings.ts'
import type { HoldReason, StatusIntent } from '../vocabulary.ts'

// An order with everything that belongs to it, as rows: one array a table, one object a row, column for column.
// Instants are ISO 8601 strings, money is integer minor units of `order.currencyCode`.

/** The tables of an order that a decision reads and writes. All rows of the order, except `exceptions`: see its comment. */
export interface OrderState {
  order: OrderRow
  customer: CustomerRow | null
  references: ReferenceRow[]
  lines: LineRow[]
  payments: PaymentRow[]
  transactions: TransactionRow[]
  holds: HoldRow[]
  cancellationRequests: CancellationRequestRow[]
  shipments: ShipmentRow[]
  shipmentLines: ShipmentLineRow[]
  packages: PackageRow[]
  trackingEvents: TrackingEventRow[]
  refunds: RefundRow[]
  /** All unresolved cases, and the resolved ones (their fingerprints keep a rule from reopening on the same facts). */
  exceptions: ExceptionRow[]
  pushes: PushRow[]
  snapshot: SnapshotRow | null
}

/** An order of which nothing is known yet but what was bought. */
export const emptyState = (order: OrderRow, lines: LineRow[]): OrderState => ({
  order,
  customer: null,
  references: [],
  lines,
  payments: [],
  transactions: [],
  holds: [],
  cancellationRequests: [],
  shipments: [],
  shipmentLines: [],
  packages: [],
  trackingEvents: [],
  refunds: [],
  exceptions: [],
  pushes: [],
  snapshot: null,
})

export interface ChannelFacts {
  id: string
  key: string
  name: string
  kind: string
  enabled: boolean
  stages: string[]
  settings: ChannelSettings
  statusMap: { field: string; value: string; intent: StatusIntent; holdReason: HoldReason | null }[]
}

/** A SKU that an order names, and what is there of it. */
export interface StockItemFacts {
  id: string
  sku: string
  safetyStock: number
  levels: LevelFacts[]
  /** Open units of orders that are here and not yet released, this order's own included. */
  unreleasedDemand: number
  /** The part of it that already waits for stock (an active hold INVENTORY_OUT_OF_STOCK), this order's own included. */
  waitingDemand?: number
}

export interface LevelFacts {
  warehouseId: string
  version: number
  available: number
  committed: number
  picked: number
  putAway: number
  damaged: number
  qualityControl: number
  inTransit: number
  incoming: number
}

export interface WarehouseFacts {
  id: string
  key: string
  name: string
  kind: string
  timeZone: string
  countryCode: string | null
  priority: number
  enabled: boolean
}

/** What every decision about one order may look at. */
export interface OrderFacts {
  state: OrderState
  channel: ChannelFacts
  /** Known stock items by id: those that the order's lines and components name. */
  items: Record<string, StockItemFacts>
  warehouses: WarehouseFacts[]
  /** For lines without a stock item: the item that their SKU names by now, by line id. Loaded with the demand. */
  candidates?: Record<string, string>
}
