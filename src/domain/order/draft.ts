import type { NewMovement, NewOrderEvent, OrderEvent } from '../events.ts'
import type { Moment } from '../moment.ts'
import type { MessageRow } from '../rows/channel-rows.ts'
import type { OrderRow } from '../rows/order-rows.ts'
import type { LedgerAccount, StockState } from '../vocabulary.ts'
import { difference } from './difference.ts'
import { lifecycle } from './lifecycle.ts'
import { missingEntries } from './order-money.ts'
import type { CorePart, ListName, OrderState, PartName, PartRow } from './parts.ts'
import { deriveMoneyPosition } from './payment-status.ts'
import type { ChannelFacts, OrderFacts } from './state.ts'
import { deriveCustomerStatus, deriveOrderStatus, warehousesOf } from './status.ts'
import type { OrderStep } from './step.ts'

export interface LedgerRow {
  id: string
  orderId: string
  account: LedgerAccount
  amount: number
  reference: string | null
  occurredAt: string
  memo: string | null
}

/** An event of an order; the last one of a decision carries the step from what was to what is. */
export type HistoricEvent = OrderEvent & { step?: OrderStep }

/** What a decision about one order comes to: the store writes the difference, and the events, in one transaction. */
export interface Change<Loaded extends PartName = PartName> {
  /** Null: the order is new. */
  before: OrderState<Loaded> | null
  after: OrderState<Loaded>
  events: HistoricEvent[]
  movements: NewMovement[]
  ledger: LedgerRow[]
  messages: MessageRow[]
}

/**
 * An order being changed by one decision. The facts stay as they were; `finish` derives every status, checks the
 * step against the lifecycle and stamps the events.
 */
export class Draft<Loaded extends PartName = PartName> {
  readonly state: OrderState<Loaded>
  readonly channel: ChannelFacts
  readonly moment: Moment
  /** As it was when this decision began; null: the order is new. */
  readonly before: OrderState<Loaded> | null
  private readonly events: NewOrderEvent[] = []
  private readonly movements: NewMovement[] = []
  private readonly ledger: LedgerRow[] = []
  private readonly messages: MessageRow[] = []
  private touched = false

  private constructor(
    before: OrderState<Loaded> | null,
    state: OrderState<Loaded>,
    channel: ChannelFacts,
    moment: Moment,
  ) {
    this.before = before
    this.state = state
    this.channel = channel
    this.moment = moment
  }

  /** Change an order that is here. */
  static edit<Loaded extends PartName>(
    facts: Pick<OrderFacts<Loaded>, 'state' | 'channel'>,
    moment: Moment,
  ): Draft<Loaded> {
    return new Draft(facts.state, copyOf(facts.state), facts.channel, moment)
  }

  /** A new order; `state.order.version` must be 0. */
  static create(state: OrderState, channel: ChannelFacts, moment: Moment): Draft {
    const draft = new Draft<PartName>(null, state, channel, moment)
    draft.touched = true
    return draft
  }

  get order(): Readonly<OrderRow> {
    return this.state.order
  }

  set(patch: Partial<OrderRow>): void {
    this.touched = true
    this.state.order = { ...this.state.order, ...patch }
  }

  setCustomer(this: Draft<'customer'>, customer: OrderState['customer']): void {
    this.touched = true
    this.state.customer = customer
  }

  setSnapshot(this: Draft<'snapshot'>, snapshot: OrderState['snapshot']): void {
    this.touched = true
    this.state.snapshot = snapshot
  }

  add<Name extends ListName & (Loaded | CorePart)>(part: Name, row: PartRow<Name>): void {
    this.touched = true
    this.rows(part).push(row)
  }

  patch<Name extends ListName & (Loaded | CorePart)>(part: Name, id: string, patch: Partial<PartRow<Name>>): void {
    this.touched = true
    const rows = this.rows(part)
    const index = indexOf(rows, part, id)
    rows[index] = { ...rows[index]!, ...patch }
  }

  drop<Name extends ListName & (Loaded | CorePart)>(part: Name, id: string): void {
    this.touched = true
    const rows = this.rows(part)
    rows.splice(indexOf(rows, part, id), 1)
  }

  private rows<Name extends ListName>(part: Name): PartRow<Name>[] {
    return (this.state as unknown as Record<Name, PartRow<Name>[]>)[part] // the callers take only parts that are loaded
  }

  event(event: NewOrderEvent): void {
    this.touched = true
    this.events.push(event)
  }

  move(movement: Omit<NewMovement, 'id' | 'orderId'>): void {
    this.touched = true
    this.movements.push({ ...movement, id: this.moment.id(), orderId: this.state.order.id })
  }

  /** Units that this decision has put into a state of stock so far (negative: taken out). */
  moved(stockItemId: string, warehouseId: string, state: StockState): number {
    let units = 0
    for (const move of this.movements) {
      if (move.stockItemId !== stockItemId || move.warehouseId !== warehouseId) continue
      if (move.toState === state) units += move.quantity
      if (move.fromState === state) units -= move.quantity
    }
    return units
  }

  post(entry: {
    account: LedgerAccount
    amount: number
    reference?: string | null
    occurredAt?: string
    memo?: string | null
  }): void {
    if (entry.amount === 0) return
    this.touched = true
    this.ledger.push({
      id: this.moment.id(),
      orderId: this.state.order.id,
      account: entry.account,
      amount: entry.amount,
      reference: entry.reference ?? null,
      occurredAt: entry.occurredAt ?? this.moment.now,
      memo: entry.memo ?? null,
    })
  }

  message(message: MessageRow): void {
    this.touched = true
    this.messages.push(message)
  }

  /** True while nothing was changed: there is nothing to commit. */
  get untouched(): boolean {
    return !this.touched
  }

  /** Changed, and no event says so yet: such a change would leave no trail. */
  get withoutEvents(): boolean {
    return this.touched && this.events.length === 0
  }

  finish(): Change<Loaded> {
    const previous = this.before?.order.status ?? null
    if (this.touched) this.derive()
    const { order } = this.state
    if (previous !== null && previous !== order.status && !lifecycle[previous].next.includes(order.status)) {
      throw new Error(`order ${order.number}: the lifecycle has no step from ${previous} to ${order.status}`)
    }
    if (previous !== order.status && previous !== null) {
      this.events.push({
        type: 'ORDER_STATUS_CHANGED',
        changes: [{ field: 'status', before: previous, after: order.status }],
      })
    }
    const version = this.before?.order.version ?? 0
    const opening = this.begin(version)
    const stamped: HistoricEvent[] = this.events.map((event, index) => ({
      ...event,
      orderId: order.id,
      orderNumber: order.number,
      sequence: version + index + 1,
      status: order.status,
      previousStatus: previous,
      customerStatus: order.customerStatus,
      channelKey: this.channel.key,
    }))
    this.state.order = { ...this.state.order, version: version + stamped.length }
    if (opening !== null) stamped[0]!.step = opening
    if (stamped.length > 0) stamped.at(-1)!.step = difference(this.before, this.state)
    return {
      before: this.before,
      after: this.state,
      events: stamped,
      movements: this.movements,
      ledger: this.ledger,
      messages: this.messages,
    }
  }

  /** An order from before its events recorded everything begins its history with the next change: as it was before that. */
  private begin(version: number): OrderStep | null {
    if (this.before === null || this.before.order.historyFrom !== null || this.events.length === 0) return null
    this.events.unshift({ type: 'ORDER_SNAPSHOT' })
    this.state.order = { ...this.state.order, historyFrom: version + 1 }
    return difference(null, this.before as OrderState) // such an order is loaded whole, see order-facts.ts
  }

  private derive(): void {
    const status = deriveOrderStatus(this.state)
    const { now } = this.moment
    const closed = status === 'DELIVERED' || status === 'RETURNED' || status === 'CANCELLED'
    this.state.order = {
      ...this.state.order,
      ...deriveMoneyPosition(this.state),
      status,
      customerStatus: deriveCustomerStatus(this.state, status),
      closedAt: closed ? (this.state.order.closedAt ?? now) : null,
      lineCount: this.state.lines.length,
      warehouseIds: warehousesOf(this.state.shipments),
      updatedAt: now,
    }
    for (const entry of missingEntries(this.before, this.state, this.ledger)) this.post(entry)
  }
}

function indexOf(rows: readonly { id: string }[], part: string, id: string): number {
  const index = rows.findIndex((row) => row.id === id)
  if (index < 0) throw new Error(`no row ${id} in ${part}`)
  return index
}

const copyOf = <State extends object>(state: State): State =>
  Object.fromEntries(
    Object.entries(state).map(([name, rows]) => [name, Array.isArray(rows) ? [...rows] : rows]),
  ) as State // the same parts; only the arrays are new
