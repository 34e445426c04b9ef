import { openCase } from '../../exception/cases.ts'
import type { SnapshotReturn } from '../../input/snapshot.ts'
import type { Draft } from '../../order/draft.ts'
import { addReference, knowsReference } from '../../order/references.ts'
import { takesStock } from '../../order/status.ts'
import type { LineRow } from '../../rows/order-rows.ts'
import { type HouseFacts, type UnitsOfLine, unitsForEvent } from '../../shipment/shipments.ts'
import { linePartsOf, partsNow } from '../line-parts.ts'

const RULE = 'channel-return'

/** Records each return that the channel reports, once. Delivered units come back, or ones that are still on their way. */
export function applyReturns(draft: Draft, facts: HouseFacts, reports: readonly SnapshotReturn[]): void {
  for (const report of reports) {
    if (knowsReference(draft, 'RETURN', report.reference)) continue
    addReference(draft, 'RETURN', report.reference)
    const returned: UnitsOfLine[] = []
    const missing: { line: string; reported: number; returned: number }[] = []
    const parts = linePartsOf(draft.state)
    for (const { line: reference, quantity } of report.lines) {
      if (!parts.has(reference)) continue
      let left = quantity
      for (const line of partsNow(draft, parts, reference)) {
        const units = giveBack(draft, line, left)
        left -= units
        if (units > 0) returned.push({ lineId: line.id, quantity: units })
      }
      if (left > 0) missing.push({ line: reference, reported: quantity, returned: quantity - left })
    }
    const homeless = report.restock === true ? restock(draft, facts, returned, report.reference) : []
    if (returned.length > 0)
      draft.event({
        type: 'RETURN_RECORDED',
        changes:
          report.reason === undefined ? [] : [{ field: 'reason', before: null, after: report.reason, personal: true }],
        data: {
          reference: report.reference,
          lines: unitsForEvent(draft.state, returned),
          returnedAt: report.returnedAt ?? null,
        },
      })
    tell(draft, report.reference, missing, homeless)
  }
}

function giveBack(draft: Draft, line: LineRow, wanted: number): number {
  const delivered = Math.min(wanted, line.delivered)
  const shipped = Math.min(wanted - delivered, line.shipped)
  if (delivered + shipped === 0) return 0
  draft.patch('lines', line.id, {
    delivered: line.delivered - delivered,
    shipped: line.shipped - shipped,
    returned: line.returned + delivered + shipped,
  })
  return delivered + shipped
}

/** Puts the units back on sale where they were sent from. Answers with those of which nobody said where they are. */
function restock(draft: Draft, facts: HouseFacts, units: UnitsOfLine[], reference: string): UnitsOfLine[] {
  const homeless: UnitsOfLine[] = []
  for (const unit of units) {
    const line = draft.state.lines.find((row) => row.id === unit.lineId)!
    if (!takesStock(line)) continue
    const item = line.stockItemId === null ? undefined : facts.items[line.stockItemId]
    const shipments = draft.state.shipmentLines
      .filter((row) => row.orderLineId === line.id)
      .map((row) => row.shipmentId)
    // A withdrawn shipment still names what it held, and sent nothing.
    const from = draft.state.shipments.find(
      (row) => shipments.includes(row.id) && row.warehouseId !== null && row.shippedAt !== null,
    )
    const warehouse = facts.warehouses.find((row) => row.id === from?.warehouseId)
    if (item === undefined || warehouse === undefined) {
      homeless.push(unit)
      continue
    }
    draft.move({
      stockItemId: item.id,
      sku: item.sku,
      warehouseId: warehouse.id,
      warehouseKey: warehouse.key,
      fromState: null,
      toState: 'AVAILABLE',
      quantity: unit.quantity,
      reason: 'RETURNED_IN_CHANNEL',
      reference,
      shipmentId: from?.id ?? null,
    })
  }
  return homeless
}

function tell(
  draft: Draft,
  reference: string,
  missing: { line: string; reported: number; returned: number }[],
  homeless: UnitsOfLine[],
): void {
  if (missing.length === 0 && homeless.length === 0) return
  const summary =
    missing.length > 0
      ? `Return ${reference} of the channel takes back more units than were sent: compare the two.`
      : `Return ${reference} of the channel puts units back in stock, and nobody said where: adjust the stock.`
  openCase(draft, {
    kind: 'RETURN_DISCREPANCY',
    subject: `order:${draft.order.id}:return:${reference}`,
    summary,
    evidence: { return: reference, lines: missing, restock: unitsForEvent(draft.state, homeless) },
    rule: RULE,
  })
}
