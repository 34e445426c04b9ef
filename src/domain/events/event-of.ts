import type { CustomerStatus, OrderStatus, ShipmentStatus } from '../vocabulary.ts'

/** One changed field. `personal` values never stay in the event: the store keeps them apart, salted and erasable. */
export interface FieldChange<Field extends string = string> {
  field: Field
  before: unknown
  after: unknown
  personal?: boolean
}

/** What a decision says of one event: only what its type has. */
export type EventOf<Type extends string, Data extends object = NoData, Field extends string = string> = {
  type: Type
  reasonCode?: string | null
  changes?: FieldChange<Field>[]
} & (NoData extends Data ? { data?: Data } : { data: Data })

/** Of an event that says all with its changes. */
export type NoData = Record<string, never>

/** What every event of an order carries; `Draft.finish` stamps it. */
export interface OrderStamp {
  orderId: string
  orderNumber: string
  sequence: number
  status: OrderStatus
  /** Before the decision; null: the order is new. */
  previousStatus: OrderStatus | null
  customerStatus: CustomerStatus
  channelKey: string
}

/** What an event of a shipment names, so that filters on warehouse, carrier and shipment find it. */
export interface ShipmentStamp {
  shipmentId: string
  shipmentStatus: ShipmentStatus
  /** Before and after, so that a filter on either sees it. */
  warehouseKeys: string[]
  carriers: string[]
}

/** Units as an event lists them: by the line's own reference. */
export interface EventUnits {
  line: string | null
  sku: string | null
  quantity: number
}
