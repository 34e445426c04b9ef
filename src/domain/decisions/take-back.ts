import { openCase } from '../exception/cases.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { placeHold } from '../order/holds.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import type { UnitsOfLine } from '../shipment/shipments.ts'
import { withdrawUnits } from '../shipment/withdraw.ts'
import { stockAvailableRule } from '../validation/stock-available.ts'
import { recordUnreleased } from './unrelease-order.ts'

export const takeBackNeeds = needs('shipmentLines', 'packages', 'holds', 'cancellationRequests', 'exceptions')
type Part = Named<typeof takeBackNeeds>

/** Units of an item that an order holds in one warehouse and that nobody has picked yet. */
export interface Allocation {
  orderId: string
  quantity: number
}

/** Which orders give how many units back, in the order of `allocations` (latest promise first). */
export function chooseTakeBacks(units: number, allocations: readonly Allocation[]): Allocation[] {
  const chosen: Allocation[] = []
  let missing = units
  for (const { orderId, quantity } of allocations) {
    if (missing === 0) break
    const given = Math.min(missing, quantity)
    missing -= given
    chosen.push({ orderId, quantity: given })
  }
  return chosen
}

/** Units of one item that one warehouse turned out not to have for an order. */
export interface Shortfall {
  stockItemId: string
  sku: string
  warehouseId: string
  warehouseKey: string
  quantity: number
}

/**
 * A count found fewer units than were promised: the order gives its units back, is held for stock, and waits in the queue.
 */
export function takeBack(
  facts: OrderFacts<Part>,
  shortfalls: readonly Shortfall[],
  why: { reason: string; reference: string | null },
  moment: Moment,
): Change<Part> {
  const draft = Draft.edit(facts, moment)
  const withdrawn: UnitsOfLine[] = []
  for (const shortfall of shortfalls) {
    const units = plannedUnits(draft, shortfall)
    const { warehouseId } = shortfall
    withdrawn.push(...withdrawUnits(draft, facts, units, 'open', why.reason, { warehouseId }).withdrawn)
  }
  recordUnreleased(draft, withdrawn, why.reason)
  // The validation rule ends hold and case when the units are there again.
  const rule = stockAvailableRule.name
  const evidence = {
    cause: 'STOCK_COUNT',
    reference: why.reference,
    countedAt: moment.now,
    shortfalls: shortfalls.map(({ sku, warehouseKey, quantity }) => ({ sku, warehouse: warehouseKey, quantity })),
  }
  const what = shortfalls.map(({ sku, warehouseKey, quantity }) => `${quantity} × ${sku} in ${warehouseKey}`).join(', ')
  placeHold(draft, {
    reason: 'INVENTORY_OUT_OF_STOCK',
    rule,
    note: `A stock count took back ${what}.`,
    lineIds: [...new Set(withdrawn.map((unit) => unit.lineId))],
    evidence,
  })
  openCase(draft, {
    kind: 'STOCK_SHORTAGE',
    summary: `A stock count found too little: ${what} had to be taken back from this order. Find stock, substitute, or cancel.`,
    evidence,
    rule,
  })
  return draft.finish()
}

/** The lines that give the units, the last of the order first. */
function plannedUnits(draft: Draft<Part>, { stockItemId, warehouseId, quantity }: Shortfall): UnitsOfLine[] {
  const planned = new Set(
    draft.state.shipments.filter((s) => s.status === 'PLANNED' && s.warehouseId === warehouseId).map((s) => s.id),
  )
  let missing = quantity
  const units: UnitsOfLine[] = []
  const lines = draft.state.lines.filter((line) => line.stockItemId === stockItemId)
  for (const line of lines.toSorted((a, b) => b.position - a.position)) {
    const held = draft.state.shipmentLines
      .filter((row) => row.orderLineId === line.id && planned.has(row.shipmentId))
      .reduce((sum, row) => sum + row.quantity, 0)
    const given = Math.min(missing, held)
    if (given > 0) units.push({ lineId: line.id, quantity: given })
    missing -= given
  }
  return units
}
