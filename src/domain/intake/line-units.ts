import type { Draft } from '../order/draft.ts'
import { refuse } from '../problems.ts'
import type { LineRow } from '../rows/order-rows.ts'
import type { HouseFacts } from '../shipment/shipments.ts'
import { withdrawUnits } from '../shipment/withdraw.ts'

export const lineNow = (draft: Draft, lineId: string): LineRow => draft.state.lines.find((row) => row.id === lineId)!

/** More units of a line; of an order that is cancelled as a whole they are cancelled too. */
export function growLine(draft: Draft, lineId: string, units: number, cancelled: boolean): void {
  const line = lineNow(draft, lineId)
  draft.patch('lines', lineId, {
    quantity: line.quantity + units,
    open: line.open + (cancelled ? 0 : units),
    cancelled: line.cancelled + (cancelled ? units : 0),
  })
}

/** Fewer units of a line: open ones go first, planned ones are taken back, cancelled ones go last. */
export function shrinkLine(draft: Draft, facts: HouseFacts, lineId: string, units: number): void {
  const before = lineNow(draft, lineId)
  const planned = Math.min(before.allocated, units - Math.min(units, before.open))
  if (planned > 0) withdrawUnits(draft, facts, [{ lineId, quantity: planned }], 'open', 'CHANNEL_EDIT')
  const line = lineNow(draft, lineId)
  const open = Math.min(units, line.open)
  const cancelled = Math.min(units - open, line.cancelled)
  if (open + cancelled < units)
    refuse(
      'TOO_LATE_TO_CHANGE',
      `Units of line ${line.reference} are picked or have left; they can no longer be taken off.`,
    )
  draft.patch('lines', lineId, {
    quantity: line.quantity - units,
    open: line.open - open,
    cancelled: line.cancelled - cancelled,
  })
}

/** A line that the channel took off the order: it is gone where nothing ever happened to it, else what is left is cancelled. */
export function dropLine(draft: Draft, facts: HouseFacts, lineId: string): void {
  const line = lineNow(draft, lineId)
  const shipped = draft.state.shipmentLines.some((row) => row.orderLineId === lineId)
  if (!shipped && line.open + line.cancelled === line.quantity && draft.state.lines.length > 1) {
    draft.drop('lines', lineId)
    return
  }
  const { tooLate } = withdrawUnits(
    draft,
    facts,
    [{ lineId, quantity: line.open + line.allocated }],
    'cancelled',
    'CHANNEL_EDIT',
  )
  if (tooLate.length > 0)
    refuse('TOO_LATE_TO_CHANGE', `Units of line ${line.reference} have left; the line can no longer be taken off.`)
}
