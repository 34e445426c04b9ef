import { openCase } from '../../exception/cases.ts'
import type { Draft } from '../../order/draft.ts'
import { takesStock } from '../../order/status.ts'
import {
  type HouseFacts,
  patchShipment,
  shipmentStamp,
  type UnitsOfLine,
  unitsForEvent,
} from '../../shipment/shipments.ts'
import { withdrawUnits } from '../../shipment/withdraw.ts'
import { addChannelShipment } from './channel-shipment.ts'

const RULE = 'channel-status'

/**
 * The channel shows the order as shipped and lists nothing: whatever is still open has left in one shipment. Planned units
 * are given back first; what is picked already lies here, so somebody has to compare.
 */
export function shipElsewhere(draft: Draft, facts: HouseFacts, status: 'SHIPPED' | 'DELIVERED'): void {
  takeBackPlanned(draft, facts)
  if (!draft.state.lines.some((line) => line.open > 0)) return
  const units: UnitsOfLine[] = []
  const gone = status === 'DELIVERED' ? 'delivered' : 'shipped'
  const lines = draft.state.lines.map((line) => {
    if (line.open === 0) return line
    if (line.kind !== 'GOODS') return { ...line, open: 0, delivered: line.delivered + line.open }
    units.push({ lineId: line.id, quantity: line.open })
    return { ...line, open: 0, [gone]: line[gone] + line.open }
  })
  draft.state.lines = lines
  draft.set({})
  if (units.length > 0)
    addChannelShipment(draft, facts, {
      reference: null,
      status,
      units,
      warehouseId: null,
      carrier: null,
      at: draft.before === null ? draft.order.placedAt : draft.moment.now,
    })
}

function takeBackPlanned(draft: Draft, facts: HouseFacts): void {
  const allocated = draft.state.lines.filter((line) => line.allocated > 0)
  if (allocated.length === 0) return
  const units = allocated.map((line) => ({ lineId: line.id, quantity: line.allocated }))
  const { tooLate } = withdrawUnits(draft, facts, units, 'open', 'SHIPPED_IN_CHANNEL')
  if (tooLate.length > 0)
    openCase(draft, {
      kind: 'CHANNEL_STATE_MISMATCH',
      subject: `order:${draft.order.id}:shipped-elsewhere`,
      summary: 'The channel shows the order as shipped, and units of it are picked here: see which is right.',
      evidence: { lines: unitsForEvent(draft.state, tooLate) },
      rule: RULE,
    })
}

/** What the channel shipped has arrived. Our own shipments follow their carrier's scans. */
export function deliverElsewhere(draft: Draft, facts: HouseFacts): void {
  const { now } = draft.moment
  for (const shipment of draft.state.shipments) {
    if (shipment.origin !== 'CHANNEL' || ['DELIVERED', 'CANCELLED', 'RETURNED_TO_SENDER'].includes(shipment.status))
      continue
    for (const row of draft.state.shipmentLines.filter((one) => one.shipmentId === shipment.id)) {
      const line = draft.state.lines.find((one) => one.id === row.orderLineId)!
      const units = Math.min(row.quantity, line.shipped)
      if (units > 0) draft.patch('lines', line.id, { shipped: line.shipped - units, delivered: line.delivered + units })
    }
    const after = patchShipment(draft, shipment.id, { status: 'DELIVERED', deliveredAt: now })
    draft.event({
      type: 'SHIPMENT_DELIVERED',
      ...shipmentStamp(draft, facts, after),
      data: { number: after.number, deliveredAt: now },
    })
  }
}

/** The channel keeps and sends the goods itself: they take none of our stock, and wait for its reports. */
export function leaveToChannel(draft: Draft, facts: HouseFacts): void {
  takeBackPlanned(draft, facts)
  const left = draft.state.lines.filter((line) => takesStock(line) && line.open === line.quantity)
  for (const line of left) draft.patch('lines', line.id, { fulfilledBy: 'CHANNEL' })
  if (left.length > 0 && draft.before !== null)
    draft.event({
      type: 'ORDER_UPDATED',
      changes: left.map((line) => ({
        field: `lines.${line.reference}.fulfilledBy`,
        before: line.fulfilledBy,
        after: 'CHANNEL',
      })),
    })
}
