import type { Snapshot } from '../input/snapshot.ts'
import type { Draft } from '../order/draft.ts'
import type { OrderState } from '../order/state.ts'
import type { LineRow } from '../rows/order-rows.ts'
import type { UnitsOfLine } from '../shipment/shipments.ts'

/** The ids of the lines here that stand for each line of the channel: its own, and what substituteItem split off it. */
export type LineParts = ReadonlyMap<string, string[]>

/** The channel knows nothing of a substitution: what it says of a line is said of all its parts. */
export function linePartsOf({ snapshot, lines }: Pick<OrderState, 'snapshot' | 'lines'>): LineParts {
  const named = new Set((snapshot?.body as Snapshot | undefined)?.lines.map((line) => line.reference))
  const here = new Set(lines.map((line) => line.reference))
  const parts = new Map<string, string[]>()
  for (const line of lines) {
    const reference = splitFrom(line.reference, named, here)
    parts.set(reference, [...(parts.get(reference) ?? []), line.id])
  }
  return parts
}

/** A part is named after its line, "7/1" after "7"; a line that the channel itself names so is a line of its own. */
function splitFrom(reference: string, named: ReadonlySet<string>, here: ReadonlySet<string>): string {
  if (named.has(reference)) return reference
  const parent = reference.replace(/\/\d+$/, '')
  return parent !== reference && here.has(parent) ? splitFrom(parent, named, here) : reference
}

/** The parts of a channel's line as they are now. */
export const partsNow = (draft: Draft, parts: LineParts, reference: string): LineRow[] =>
  (parts.get(reference) ?? []).map((id) => draft.state.lines.find((line) => line.id === id)!)

/** Shares units among the parts of a line, its own first; `room` says how many a part can have. */
export function share(parts: readonly LineRow[], quantity: number, room: (line: LineRow) => number): UnitsOfLine[] {
  let left = quantity
  return parts.flatMap((line) => {
    const units = Math.max(0, Math.min(left, room(line)))
    left -= units
    return units > 0 ? [{ lineId: line.id, quantity: units }] : []
  })
}

/** Units of the channel's lines as units of the lines here; what no part has room for stays with the line that was named. */
export function sharedAmongParts(
  state: Pick<OrderState, 'snapshot' | 'lines'>,
  units: readonly UnitsOfLine[],
  room: (line: LineRow) => number,
): UnitsOfLine[] {
  const parts = linePartsOf(state)
  return units.flatMap(({ lineId, quantity }) => {
    const own = state.lines.find((line) => line.id === lineId)
    const ids = (own && parts.get(own.reference)) ?? [lineId]
    const shared = share(
      ids.map((id) => state.lines.find((line) => line.id === id)!),
      quantity,
      room,
    )
    const left = quantity - shared.reduce((sum, unit) => sum + unit.quantity, 0)
    if (left === 0) return shared
    const others = shared.filter((unit) => unit.lineId !== lineId)
    return [{ lineId, quantity: left + (shared.find((unit) => unit.lineId === lineId)?.quantity ?? 0) }, ...others]
  })
}
