import type { EventType, ShapeOf } from '../events.ts'
import type { Actor } from '../moment.ts'
import type { CustomerStatus, ExceptionKind, ExceptionStatus, OrderStatus, ShipmentStatus } from '../vocabulary.ts'
import type { LevelData } from './stock.ts'

/** A changed field as the event keeps it: a personal value is `{digest}`, and lies apart until it is erased. */
export interface RecordedChange<Field extends string = string> {
  field: Field
  before: unknown
  after: unknown
  personal?: boolean
}

/** The columns that all events have; null or empty where an event is of none. */
export interface EventColumns {
  id: number
  /** Its place in the one total order; null until it has one. */
  position: number | null
  schemaVersion: number
  occurredAt: string
  actor: Actor
  reasonCode: string | null
  orderId: string | null
  orderNumber: string | null
  sequence: number | null
  status: OrderStatus | null
  previousStatus: OrderStatus | null
  customerStatus: CustomerStatus | null
  channelKey: string | null
  shipmentId: string | null
  shipmentStatus: ShipmentStatus | null
  warehouseKeys: string[]
  carriers: string[]
  exceptionId: string | null
  exceptionKind: ExceptionKind | null
  exceptionStatus: ExceptionStatus | null
  queues: string[]
  sku: string | null
  movementId: string | null
}

/** What a reader may see of an event: what its type has, and the columns of all. */
export type RecordedEvent<Type extends EventType = EventType> = { [T in Type]: Recorded<T, ShapeOf<T>> }[Type]

type Recorded<Type extends EventType, Shape> = Shape extends { data?: infer Data; changes?: infer Changes }
  ? EventColumns &
      Heads<Shape> & { type: Type; data: NonNullable<Data> & Added<Type>; changes: RecordedChange<FieldOf<Changes>>[] }
  : never

/** The columns that a shape always fills. */
type Heads<Shape> = {
  [K in keyof Shape as K extends 'type' | 'data' | 'changes' | 'reasonCode'
    ? never
    : undefined extends Shape[K]
      ? never
      : K]: Shape[K]
}

type FieldOf<Changes> = NonNullable<Changes> extends { field: infer Field extends string }[] ? Field : string

/** The database adds to a movement the level after it. */
type Added<Type> = Type extends 'STOCK_MOVED' ? { level?: LevelData | null } : unknown
