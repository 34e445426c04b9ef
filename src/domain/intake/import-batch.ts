import type { Change } from '../order/draft.ts'
import type { ChannelFacts, OrderState, StockItemFacts } from '../order/state.ts'
import { takesStock } from '../order/status.ts'
import type { CustomerRow } from '../rows/order-rows.ts'
import { counterOf, emptyLevel } from '../stock/level.ts'
import { waitsForStock } from '../validation/stock-available.ts'
import type { ImportFacts, ReservationFacts } from './import-facts.ts'
import { ItemIndex } from './items.ts'

/** The facts of one call as its orders use them up: what one order takes is not there for the next. */
export class ImportBatch {
  readonly items: ItemIndex
  readonly facts: ImportFacts
  private readonly channels: Map<string, ChannelFacts>
  private readonly reservations: Map<string, ReservationFacts>
  private readonly customers: Map<string, CustomerRow>
  private nextNumber = 0

  constructor(facts: ImportFacts) {
    this.facts = facts
    this.items = new ItemIndex(facts.items.map(copyOf), facts.channelSkus)
    this.channels = new Map(facts.channels.map((channel) => [channel.key, channel]))
    this.reservations = new Map(facts.reservations.map((reservation) => [keyOf(reservation), reservation]))
    this.customers = new Map(facts.customers.map((row) => [row.id, row]))
  }

  channel(key: string): ChannelFacts | undefined {
    return this.channels.get(key)
  }

  reservation(channelId: string, reference: string): ReservationFacts {
    return this.reservations.get(keyOf({ channelId, reference })) ?? freeReservation(channelId, reference)
  }

  customer(id: string | null): CustomerRow | null {
    return id === null ? null : (this.customers.get(id) ?? null)
  }

  number(): string {
    const number = this.facts.numbers[this.nextNumber++]
    if (number === undefined) throw new Error('the call was given too few order numbers')
    return number
  }

  /** What this change took and claims, for the orders after it. */
  account(change: Change): void {
    const { customer } = change.after
    if (customer !== null) this.customers.set(customer.id, customer)
    this.demand(change.before, -1)
    this.demand(change.after, 1)
    for (const move of change.movements) {
      const item = this.items.items[move.stockItemId]
      if (item === undefined) continue
      let level = item.levels.find((row) => row.warehouseId === move.warehouseId)
      if (level === undefined) {
        level = emptyLevel(move.warehouseId)
        item.levels.push(level)
      }
      if (move.fromState !== null) level[counterOf[move.fromState]] -= move.quantity
      if (move.toState !== null) level[counterOf[move.toState]] += move.quantity
    }
  }

  private demand(state: OrderState | null, sign: 1 | -1): void {
    if (state === null) return
    const waits = waitsForStock(state)
    for (const line of state.lines) {
      if (line.open === 0 || line.stockItemId === null || !takesStock(line)) continue
      const item = this.items.items[line.stockItemId]
      if (item === undefined) continue
      item.unreleasedDemand += sign * line.open
      if (waits) item.waitingDemand = (item.waitingDemand ?? 0) + sign * line.open
    }
  }
}

const keyOf = ({ channelId, reference }: Pick<ReservationFacts, 'channelId' | 'reference'>): string =>
  `${channelId} ${reference}`

const freeReservation = (channelId: string, reference: string): ReservationFacts => ({
  channelId,
  reference,
  orderId: null,
  deferred: [],
  digest: null,
  updatedAt: null,
  recheck: false,
})

const copyOf = (item: StockItemFacts): StockItemFacts => ({
  ...item,
  levels: item.levels.map((level) => ({ ...level })),
})
