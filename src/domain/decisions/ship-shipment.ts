import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { onHold } from '../order/on-hold.ts'
import type { GoodsSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem, Refusal, refuse } from '../problems.ts'
import type { ShipmentRow } from '../rows/shipment-rows.ts'
import { dispatch } from '../shipment/dispatch.ts'
import { type PackageToPack, updatePackages } from '../shipment/packages.ts'
import { lineIdsOf } from './start-picking.ts'

export const shipNeeds = needs('shipmentLines', 'packages', 'holds', 'references', 'pushes')
type Part = Named<typeof shipNeeds>

export interface ShipCommand {
  shipmentId: string
  /** What is known only now of the packages: carrier, tracking number, weight. */
  packages?: PackageToPack[] | null
  shippedAt?: string | null
}

/** Why this shipment cannot leave now. */
export function shipRefusal(state: GoodsSummary, shipment: ShipmentRow, now: string): Problem | null {
  const field = ['shipment']
  const { number, status } = shipment
  if (status === 'PACKED' || status === 'LABELLED') return onHold(state, now, lineIdsOf(state, shipment), field)
  if (status === 'PLANNED' || status === 'PICKING')
    return problem('INVALID_TRANSITION', `Shipment ${number} is ${status}; pack it with packShipment first.`, field)
  return status === 'CANCELLED'
    ? problem('INVALID_TRANSITION', `Shipment ${number} was withdrawn; do not send it.`, field)
    : problem('ALREADY_DONE', `Shipment ${number} is ${status} already.`, field)
}

/** Hands a packed shipment to its carrier. From here on its units are returned, never cancelled. */
export function shipShipment(facts: OrderFacts<Part>, command: ShipCommand, moment: Moment): Change<Part> {
  const shipment = facts.state.shipments.find((row) => row.id === command.shipmentId)!
  const refusal = shipRefusal(facts.state, shipment, moment.now)
  if (refusal !== null) throw new Refusal(refusal)
  const shippedAt = command.shippedAt ?? moment.now
  if (Date.parse(shippedAt) > Date.parse(moment.now))
    refuse('INVALID_INPUT', `The dispatch time ${shippedAt} is in the future; call when it has left.`, ['shippedAt'])
  if (Date.parse(shippedAt) < Date.parse(facts.state.order.placedAt))
    refuse('INVALID_INPUT', `The dispatch time ${shippedAt} is before the order was placed.`, ['shippedAt'])
  const draft = Draft.edit(facts, moment)
  updatePackages(draft, shipment, command.packages ?? [])
  dispatch(draft, facts, shipment, shippedAt)
  return draft.finish()
}
