import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { onHold } from '../order/on-hold.ts'
import type { GoodsSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import type { ShipmentRow } from '../rows/shipment-rows.ts'
import { moveStock, patchShipment, shipmentStamp, unitsForEvent, unitsOfShipment } from '../shipment/shipments.ts'

export const pickingNeeds = needs('shipmentLines', 'packages', 'holds')
type Part = Named<typeof pickingNeeds>

/** Shipments on one pick list. */
export const PICK_LIST_LIMIT = 100

export interface PickCommand {
  /** In the order of the call. Several may be of one order. */
  shipments: { facts: OrderFacts<Part>; shipmentId: string }[]
  pickList: { id: string; number: string }
}

export interface Picking {
  changes: Change<Part>[]
  pickList: { id: string; number: string; warehouseId: string; createdAt: string }
}

/** Why this shipment cannot be picked now. */
export function pickingRefusal(
  state: GoodsSummary,
  shipment: ShipmentRow,
  now: string,
  field: string[],
): Problem | null {
  if (shipment.status === 'PLANNED') return onHold(state, now, lineIdsOf(state, shipment), field)
  return shipment.status === 'CANCELLED'
    ? problem('INVALID_TRANSITION', `Shipment ${shipment.number} was withdrawn; there is nothing to pick.`, field)
    : problem('ALREADY_DONE', `Shipment ${shipment.number} is ${shipment.status} already.`, field)
}

export const lineIdsOf = (state: GoodsSummary, shipment: ShipmentRow): string[] =>
  state.shipmentLines.filter((row) => row.shipmentId === shipment.id).map((row) => row.orderLineId)

/** Starts picking shipments of one warehouse on one pick list: all of them, or none. Their stock goes from COMMITTED to PICKED. */
export function startPicking({ shipments, pickList }: PickCommand, moment: Moment): Picking {
  const problems = shipments.flatMap(({ facts, shipmentId }, index) => {
    const shipment = shipmentOf(facts, shipmentId)
    return pickingRefusal(facts.state, shipment, moment.now, ['shipments', String(index)]) ?? []
  })
  if (problems.length > 0) throw new Refusal(...problems)
  const warehouseId = oneWarehouse(shipments)
  const drafts = new Map<string, Draft<Part>>()
  for (const { facts, shipmentId } of shipments) {
    const { id } = facts.state.order
    const draft = drafts.get(id) ?? Draft.edit(facts, moment)
    drafts.set(id, draft)
    const shipment = patchShipment(draft, shipmentId, { status: 'PICKING', pickListId: pickList.id })
    const units = unitsOfShipment(draft.state, shipmentId)
    moveStock(draft, facts, shipment, units, 'COMMITTED', 'PICKED', 'PICK')
    draft.event({
      type: 'PICKING_STARTED',
      ...shipmentStamp(draft, facts, shipment),
      data: { number: shipment.number, pickList: pickList.number, lines: unitsForEvent(draft.state, units) },
    })
  }
  return {
    changes: [...drafts.values()].map((draft) => draft.finish()),
    pickList: { ...pickList, warehouseId, createdAt: moment.now },
  }
}

const shipmentOf = (facts: OrderFacts<Part>, shipmentId: string): ShipmentRow =>
  facts.state.shipments.find((row) => row.id === shipmentId)!

function oneWarehouse(shipments: PickCommand['shipments']): string {
  const first = shipmentOf(shipments[0]!.facts, shipments[0]!.shipmentId).warehouseId
  const unknown = shipments.flatMap(({ facts, shipmentId }, index) => {
    const shipment = shipmentOf(facts, shipmentId)
    return shipment.warehouseId === first && first !== null
      ? []
      : problem(
          'INVALID_INPUT',
          `Shipment ${shipment.number} leaves another warehouse than the first; a pick list is for one warehouse.`,
          ['shipments', String(index)],
        )
  })
  if (unknown.length > 0 || first === null) throw new Refusal(...unknown)
  return first
}
