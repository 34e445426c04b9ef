import type { CancellationRequestRow, ExceptionRow, HoldRow } from '../rows/case-rows.ts'
import type { PushRow, ReferenceRow, SnapshotRow } from '../rows/channel-rows.ts'
import type { CustomerRow, LineRow, OrderRow } from '../rows/order-rows.ts'
import type { PaymentRow, RefundRow, TransactionRow } from '../rows/payment-rows.ts'
import type { PackageRow, ShipmentLineRow, ShipmentRow, TrackingEventRow } from '../rows/shipment-rows.ts'

// The parts of an order: what is loaded for a decision, copied into its draft and written as a difference follows from this list.

/** A table with any number of rows per order, each with its `id` and `orderId`. */
export interface ListPart<Row = unknown> {
  isList: true
  table: string
  /** The column that the rows are read in the order of. */
  orderBy: string
  /** The part whose rows these belong to, and the column that names the row: both are of the same order. */
  within: { part: 'payments' | 'shipments' | 'packages'; column: string } | null
  /** Never there: it only carries the type. */
  row?: Row
}

/** A table with at most one row per order: the row whose `key` is what the order has in `orderColumn`. */
export interface SinglePart<Row = unknown> {
  isList: false
  table: string
  key: 'id' | 'orderId'
  orderColumn: keyof OrderRow & ('id' | 'customerId')
  /** Never there: it only carries the type. */
  row?: Row
}

const list = <Row extends { id: string; orderId: string | null }>(
  table: string,
  orderBy: keyof Row & string,
  within: { part: 'payments' | 'shipments' | 'packages'; column: keyof Row & string } | null = null,
): ListPart<Row> => ({ isList: true, table, orderBy, within })

const single = <Row>(
  table: string,
  key: keyof Row & SinglePart['key'],
  orderColumn: SinglePart['orderColumn'],
): SinglePart<Row> => ({ isList: false, table, key, orderColumn })

/** Parents before children: rows are written in this order. Instants are ISO 8601 strings, money is minor units of the order's currency. */
export const parts = {
  customer: single<CustomerRow>('customer', 'id', 'customerId'),
  snapshot: single<SnapshotRow>('channel_snapshot', 'orderId', 'id'),
  references: list<ReferenceRow>('external_reference', 'id'),
  lines: list<LineRow>('order_line', 'position'),
  payments: list<PaymentRow>('payment', 'reference'),
  transactions: list<TransactionRow>('payment_transaction', 'occurredAt', { part: 'payments', column: 'paymentId' }),
  holds: list<HoldRow>('hold', 'placedAt'),
  cancellationRequests: list<CancellationRequestRow>('cancellation_request', 'requestedAt'),
  shipments: list<ShipmentRow>('shipment', 'number'),
  shipmentLines: list<ShipmentLineRow>('shipment_line', 'id', { part: 'shipments', column: 'shipmentId' }),
  packages: list<PackageRow>('package', 'reference', { part: 'shipments', column: 'shipmentId' }),
  trackingEvents: list<TrackingEventRow>('tracking_event', 'occurredAt', { part: 'packages', column: 'packageId' }),
  refunds: list<RefundRow>('refund', 'createdAt'),
  /** Resolved ones too: their fingerprints keep a rule from reopening them on the same facts. */
  exceptions: list<ExceptionRow>('exception_case', 'openedAt'),
  pushes: list<PushRow>('channel_push', 'requestedAt'),
} as const

type Parts = typeof parts
export type PartName = keyof Parts
export type ListName = { [Name in PartName]: Parts[Name] extends ListPart ? Name : never }[PartName]

/** A row of this part. */
export type PartRow<Name extends PartName> = NonNullable<Parts[Name]['row']>
type PartValue<Name extends PartName> = Parts[Name] extends ListPart ? PartRow<Name>[] : PartRow<Name> | null

export const partNames = Object.keys(parts) as PartName[]
export const isListName = (name: PartName): name is ListName => parts[name].isList

/** What the status and the money of an order are derived from: every decision has these. */
const derivedFrom = ['lines', 'payments', 'shipments', 'refunds'] as const satisfies PartName[]
export type CorePart = (typeof derivedFrom)[number]

/** An order with the parts that were loaded of it; `never`: with those that every decision has. */
export type OrderState<Loaded extends PartName = PartName> = { order: OrderRow } & {
  [Name in Loaded | CorePart]: PartValue<Name>
}

/** What of every order is known that is decided about. */
export type CoreState = OrderState<never>

/** The parts that a decision reads and changes, beside those that every decision has. Only these are loaded for it. */
export interface Needs<Name extends PartName> {
  readonly names: readonly PartName[]
  /** Never there: it only carries the type. */
  readonly typed?: (name: Name) => void
}

export const needs = <Name extends PartName = never>(...wanted: Name[]): Needs<Name> => ({
  names: partNames.filter((name) => [...wanted, ...derivedFrom].some((one) => one === name)),
})

/** The parts that are named. */
export type Named<Need> = Need extends Needs<infer Name> ? Name : never

export const everyPart: Needs<PartName> = needs(...partNames)

/** An order of which nothing is known yet but what was bought. */
export function emptyState(order: OrderRow, lines: LineRow[]): OrderState {
  const nothing = Object.fromEntries(partNames.map((name) => [name, isListName(name) ? [] : null]))
  return { ...nothing, order, lines } as OrderState // every part is there
}
