import type { ChannelSettings } from '../settings/channel-settings.ts'
import type { HoldReason, StatusIntent } from '../vocabulary.ts'
import type { OrderState, PartName } from './parts.ts'

export { emptyState, type OrderState } from './parts.ts'

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

/** What a decision about one order may look at: of the order the parts that it needs. */
export interface OrderFacts<Loaded extends PartName = PartName> {
  state: OrderState<Loaded>
  channel: ChannelFacts
  /** Known stock items by id: those that the order's lines and components name. */
  items: Record<string, StockItemFacts>
  warehouses: WarehouseFacts[]
  /** For lines without a stock item: the item that their SKU names by now, by line id. Loaded with the demand. */
  candidates?: Record<string, string>
}
