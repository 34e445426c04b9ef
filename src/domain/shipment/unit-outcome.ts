import type { Draft } from '../order/draft.ts'
import type { OrderState } from '../order/state.ts'
import type { PackageRow } from '../rows/shipment-rows.ts'
import type { TrackingStatus } from '../vocabulary.ts'
import { packedSku } from './packages.ts'
import { type HouseFacts, shipmentLinesOf } from './shipments.ts'

/** Where units that left are counted. */
const outcomes = ['shipped', 'delivered', 'returned', 'lost'] as const
type Outcome = (typeof outcomes)[number]
type Spread = Record<Outcome, number>

const outcomeOf = (status: TrackingStatus): Outcome => {
  if (status === 'DELIVERED') return 'delivered'
  if (status === 'RETURNED_TO_SENDER') return 'returned'
  return status === 'LOST' ? 'lost' : 'shipped'
}

/** Where the units of each line of a shipment are, from what its parcels hold and where they stand. */
export function spreadOf(
  state: Pick<OrderState, 'lines' | 'shipmentLines'>,
  facts: Pick<HouseFacts, 'items'>,
  shipmentId: string,
  packages: readonly Pick<PackageRow, 'status' | 'contents'>[],
): Map<string, Spread> {
  const rows = shipmentLinesOf(state, shipmentId)
    .map((row) => ({ row, line: state.lines.find((line) => line.id === row.orderLineId)! }))
    .sort((a, b) => a.line.position - b.line.position)
  const one = new Set(packages.map((box) => outcomeOf(box.status)))
  const everything = one.size === 1 ? [...one][0]! : 'shipped'
  const spread = new Map<string, Spread>()
  const left = new Map(rows.map(({ row }) => [row.orderLineId, row.quantity]))
  for (const { row } of rows) spread.set(row.orderLineId, { shipped: 0, delivered: 0, returned: 0, lost: 0 })
  for (const box of one.size === 1 ? [] : packages) {
    for (const content of box.contents.filter((c) => c.shipmentId === shipmentId)) {
      let units = content.quantity
      for (const { row, line } of rows) {
        if (packedSku(facts, line) !== content.sku) continue
        const taken = Math.min(units, left.get(row.orderLineId)!)
        spread.get(row.orderLineId)![outcomeOf(box.status)] += taken
        left.set(row.orderLineId, left.get(row.orderLineId)! - taken)
        units -= taken
      }
    }
  }
  for (const [lineId, units] of left) spread.get(lineId)![everything] += units
  return spread
}

/** Moves line counters from one spread to the next. Units that went elsewhere meanwhile (a customer's return) stay there. */
export function applySpread(
  draft: Draft<'packages' | 'shipmentLines'>,
  before: Map<string, Spread>,
  after: Map<string, Spread>,
): void {
  for (const [lineId, to] of after) {
    const from = before.get(lineId)!
    if (outcomes.every((outcome) => from[outcome] === to[outcome])) continue
    const line = draft.state.lines.find((row) => row.id === lineId)!
    const counters: Spread = {
      shipped: line.shipped,
      delivered: line.delivered,
      returned: line.returned,
      lost: line.lost,
    }
    const surplus = outcomes.map((outcome) => Math.min(Math.max(from[outcome] - to[outcome], 0), counters[outcome]))
    let free = surplus.reduce((total, units) => total + units, 0)
    outcomes.forEach((outcome, index) => {
      counters[outcome] -= surplus[index]!
    })
    for (const outcome of outcomes) {
      const gained = Math.min(free, Math.max(to[outcome] - from[outcome], 0))
      counters[outcome] += gained
      free -= gained
    }
    draft.patch('lines', lineId, counters)
  }
}
