import type { ChannelFacts, OrderFacts, StockItemFacts, WarehouseFacts } from '../order/state.ts'
import type { CustomerRow } from '../rows/order-rows.ts'
import type { DeferredMessage } from './deferred.ts'
import type { ChannelSku } from './items.ts'

/** Where a reference of a channel stands: with its order and the last snapshot of it, or with messages that wait for it. */
export interface ReservationFacts {
  channelId: string
  reference: string
  orderId: string | null
  deferred: DeferredMessage[]
  digest: string | null
  updatedAt: string | null
  /** Held for something that a mapping cures, so that an unchanged snapshot is still worth a look. */
  recheck: boolean
}

/** All that a call of `importOrders` is decided on. */
export interface ImportFacts {
  channels: ChannelFacts[]
  warehouses: WarehouseFacts[]
  items: StockItemFacts[]
  channelSkus: ChannelSku[]
  reservations: ReservationFacts[]
  customers: CustomerRow[]
  /** Fresh order numbers, at least one for each reference without an order. */
  numbers: string[]
  /** The orders whose snapshot differs, whole, by id. */
  orders: Map<string, OrderFacts>
}
