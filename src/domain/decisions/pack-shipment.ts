import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { onHold } from '../order/on-hold.ts'
import type { GoodsSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import type { ShipmentRow } from '../rows/shipment-rows.ts'
import { addPackages, carrierOf, type PackageToPack } from '../shipment/packages.ts'
import { patchShipment, shipmentStamp } from '../shipment/shipments.ts'
import { lineIdsOf } from './start-picking.ts'

export const packNeeds = needs('shipmentLines', 'packages', 'holds', 'references')
type Part = Named<typeof packNeeds>

export interface PackCommand {
  shipmentId: string
  /** One package with everything where none is named. */
  packages?: PackageToPack[] | null
}

/** Why this shipment cannot be packed now. */
export function packRefusal(state: GoodsSummary, shipment: ShipmentRow, now: string): Problem | null {
  const field = ['shipment']
  if (shipment.status === 'PICKING') return onHold(state, now, lineIdsOf(state, shipment), field)
  if (shipment.status === 'PLANNED')
    return problem(
      'INVALID_TRANSITION',
      `Shipment ${shipment.number} is not being picked; call startPicking first.`,
      field,
    )
  return shipment.status === 'CANCELLED'
    ? problem('INVALID_TRANSITION', `Shipment ${shipment.number} was withdrawn; put its units back.`, field)
    : problem('ALREADY_DONE', `Shipment ${shipment.number} is ${shipment.status} already.`, field)
}

/** Packs what was picked. The contents of the packages add up to the lines of the shipment. */
export function packShipment(facts: OrderFacts<Part>, command: PackCommand, moment: Moment): Change<Part> {
  const before = facts.state.shipments.find((row) => row.id === command.shipmentId)!
  const refusal = packRefusal(facts.state, before, moment.now)
  if (refusal !== null) throw new Refusal(refusal)
  const draft = Draft.edit(facts, moment)
  const packages = addPackages(draft, facts, before, command.packages ?? [])
  const shipment = patchShipment(draft, before.id, { status: 'PACKED', carrier: carrierOf(draft, before) })
  draft.event({
    type: 'SHIPMENT_PACKED',
    ...shipmentStamp(draft, facts, shipment),
    data: {
      number: shipment.number,
      packages: packages.map(({ reference, trackingNumber, contents }) => ({
        reference,
        trackingNumber,
        contents: contents.map(({ sku, quantity }) => ({ sku, quantity })),
      })),
    },
  })
  return draft.finish()
}
