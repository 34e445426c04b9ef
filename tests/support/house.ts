import { cancelOrder } from '#domain/decisions/cancel-order'
import { holdOrder } from '#domain/decisions/hold-order'
import { packShipment } from '#domain/decisions/pack-shipment'
import { recordTracking, type Scan } from '#domain/decisions/record-tracking'
import { type ReleaseCommand, releaseOrder } from '#domain/decisions/release-order'
import { shipShipment } from '#domain/decisions/ship-shipment'
import { startPicking } from '#domain/decisions/start-picking'
import type { Moment } from '#domain/moment'
import type { Change } from '#domain/order/draft'
import type { LevelFacts, OrderFacts } from '#domain/order/state'
import { type Problem, Refusal } from '#domain/problems'
import type { HoldRow } from '#domain/rows/case-rows'
import type { ValidationResult } from '#domain/rows/order-rows'
import { counterOf, emptyLevel } from '#domain/stock/level'
import { momentOf, now } from './order-facts.ts'

export const levelOf = (warehouseId: string, available: number): LevelFacts => ({
  ...emptyLevel(warehouseId),
  available,
})

/** Stock items by SKU, with what each warehouse has available: `{ MUG: { 'wh-north': 5 } }`; the item's id is item-mug. */
export const itemsOf = (stock: Record<string, Record<string, number>>): OrderFacts['items'] =>
  Object.fromEntries(
    Object.entries(stock).map(([sku, levels]) => {
      const id = `item-${sku.toLowerCase()}`
      const rows = Object.entries(levels).map(([warehouse, units]) => levelOf(warehouse, units))
      return [id, { id, sku, safetyStock: 0, unreleasedDemand: 0, levels: rows }]
    }),
  )

/** An active hold on the whole order, placed by a person. */
export const holdOf = (given: Partial<HoldRow> = {}): HoldRow => ({
  id: 'hold',
  orderId: 'order',
  reason: 'MANUAL',
  rule: null,
  note: null,
  lineIds: [],
  keepsStock: true,
  expiresAt: null,
  placedAt: now,
  placedBy: { id: 'actor', kind: 'USER', name: 'Grace' },
  releasedAt: null,
  releasedBy: null,
  releaseReasonCode: null,
  evidence: null,
  fingerprint: null,
  ...given,
})

/** A validation result that did not pass. */
export const failed = (rule: string, overridable: boolean): ValidationResult => ({
  rule,
  passed: false,
  overridable,
  message: 'it is not right',
  evidence: null,
  checkedAt: now,
})

/** One order and its stock, carried from decision to decision as the store would, with the store's own checks. */
export class House {
  facts: OrderFacts
  changes: Change[] = []
  private readonly moment: Moment
  private readonly clock: { now: string }

  constructor(facts: OrderFacts, time: string = now) {
    this.facts = facts
    this.clock = { now: time }
    this.moment = momentOf(time)
  }

  get state() {
    return this.facts.state
  }

  at(time: string): Moment {
    this.clock.now = time
    return { ...this.moment, now: time, id: () => this.moment.id() }
  }

  /** A decision that is made and kept. */
  do(decide: (facts: OrderFacts, moment: Moment) => Change<never>): Change {
    const change = decide(this.facts, this.at(this.clock.now)) as Change // given every part, it answers with every part
    this.keep(change)
    return change
  }

  /** A decision that is refused, with why; nothing changes. */
  refused(decide: (facts: OrderFacts, moment: Moment) => unknown): Problem[] {
    const before = JSON.stringify(this.facts)
    try {
      decide(this.facts, this.at(this.clock.now))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (JSON.stringify(this.facts) !== before) throw new Error('a refusal changed the facts')
      return error.problems
    }
    throw new Error('it was not refused')
  }

  release(command: Partial<ReleaseCommand> = {}): Change {
    return this.do((facts, moment) => releaseOrder(facts, { policy: 'ALL', ...command }, moment))
  }

  pick(shipmentId = this.openShipment('PLANNED')): Change {
    const pickList = { id: 'pick-list', number: 'PL-1' }
    return this.do(
      (facts, moment) => startPicking({ shipments: [{ facts, shipmentId }], pickList }, moment).changes[0]!,
    )
  }

  pack(shipmentId = this.openShipment('PICKING')): Change {
    return this.do((facts, moment) => packShipment(facts, { shipmentId }, moment))
  }

  ship(shipmentId = this.openShipment('PACKED')): Change {
    return this.do((facts, moment) => shipShipment(facts, { shipmentId }, moment))
  }

  track(scans: Scan[], shipmentId = this.state.shipments[0]!.id): Change {
    return this.do((facts, moment) => recordTracking(facts, [shipmentId], scans, moment))
  }

  cancel(lines?: { lineId: string; quantity: number }[]): Change {
    return this.do((facts, moment) => cancelOrder(facts, { reason: 'CUSTOMER', refund: true, lines }, moment))
  }

  hold(): Change {
    return this.do((facts, moment) => holdOrder(facts, { reason: 'MANUAL' }, moment))
  }

  stock(sku: string, warehouseId = 'wh-north'): LevelFacts {
    const item = Object.values(this.facts.items).find((row) => row.sku === sku)!
    return item.levels.find((row) => row.warehouseId === warehouseId) ?? levelOf(warehouseId, 0)
  }

  private openShipment(status: string): string {
    return this.state.shipments.find((shipment) => shipment.status === status)!.id
  }

  private keep(change: Change): void {
    if (change.events.length === 0) return
    const items = structuredClone(this.facts.items)
    for (const { stockItemId, warehouseId, fromState, toState, quantity } of change.movements) {
      const { levels } = items[stockItemId]!
      if (!levels.some((row) => row.warehouseId === warehouseId)) levels.push(levelOf(warehouseId, 0))
      const level = levels.find((row) => row.warehouseId === warehouseId)!
      if (fromState !== null) level[counterOf[fromState]] -= quantity
      if (toState !== null) level[counterOf[toState]] += quantity
      if (Object.values(counterOf).some((name) => level[name] < 0))
        throw new Error(`stock of ${stockItemId} below zero`)
    }
    this.facts = structuredClone({ ...this.facts, state: change.after, items })
    this.changes.push(change)
    this.check()
  }

  /** What the database and `integrity` hold everybody to. */
  private check(): void {
    const { lines, shipments, shipmentLines } = this.state
    for (const line of lines) {
      const counters = [
        line.open,
        line.allocated,
        line.shipped,
        line.delivered,
        line.cancelled,
        line.returned,
        line.lost,
      ]
      if (counters.some((units) => units < 0) || counters.reduce((a, b) => a + b, 0) !== line.quantity)
        throw new Error(`the units of line ${line.reference} do not add up: ${counters.join()}`)
      const inHouse = shipments.filter((s) => ['PLANNED', 'PICKING', 'PACKED', 'LABELLED'].includes(s.status))
      const planned = shipmentLines
        .filter((row) => row.orderLineId === line.id && inHouse.some((s) => s.id === row.shipmentId))
        .reduce((total, row) => total + row.quantity, 0)
      if (planned !== line.allocated)
        throw new Error(`line ${line.reference} has ${line.allocated} allocated and ${planned} on shipments`)
    }
  }
}
