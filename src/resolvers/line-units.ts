import { LINES_PER_ORDER } from '#domain/input/limits'
import type { CoreState } from '#domain/order/parts'
import { type Problem, problem, Refusal } from '#domain/problems'
import type { UnitsOfLine } from '#domain/shipment/shipments'
import { rowId } from '#schema/global-id'

/** How a mutation's arguments name a line: exactly one of them is set. */
export interface LineKeyValue {
  id?: string | null
  reference?: string | null
}

/** The line that the key names, in this order. */
export function lineIdOf(state: CoreState, key: LineKeyValue, field: string[]): string {
  const id = key.id ? rowId(key.id, 'OrderLine') : undefined
  const line = state.lines.find((row) => (key.id ? row.id === id : row.reference === key.reference))
  if (line !== undefined) return line.id
  throw new Refusal(
    problem(
      'NOT_FOUND',
      `Order ${state.order.number} has no line with the ${key.id ? `id "${key.id}"` : `reference "${key.reference}"`}.`,
      field,
    ),
  )
}

/** Units by line id, each line once and at least one unit of it; null where none are named. */
export function lineUnits(
  state: CoreState,
  lines: readonly { line: LineKeyValue; quantity: number }[] | null | undefined,
): UnitsOfLine[] | null {
  if (lines === null || lines === undefined) return null
  const problems: Problem[] = []
  if (lines.length === 0 || lines.length > LINES_PER_ORDER)
    throw new Refusal(
      problem('INVALID_INPUT', `Name 1 to ${LINES_PER_ORDER} lines, or leave them out for the whole order.`, ['lines']),
    )
  const units: UnitsOfLine[] = []
  lines.forEach(({ line, quantity }, index) => {
    const field = ['lines', String(index)]
    const lineId = lineIdOf(state, line, [...field, 'line'])
    if (quantity < 1) problems.push(problem('INVALID_INPUT', 'Name at least 1 unit.', [...field, 'quantity']))
    if (units.some((unit) => unit.lineId === lineId))
      problems.push(problem('INVALID_INPUT', 'The line is named twice; name it once with all its units.', field))
    units.push({ lineId, quantity })
  })
  if (problems.length > 0) throw new Refusal(...problems)
  return units
}

export const lineIds = (state: CoreState, keys: readonly LineKeyValue[] | null | undefined): string[] =>
  (keys ?? []).map((key, index) => lineIdOf(state, key, ['lines', String(index)]))
