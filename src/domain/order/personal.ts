import { type OrderStep, partRules, parts } from './step.ts'

type Row = Record<string, unknown>

/** A step in two: what stays in the event, and what may name somebody and is kept apart; null where nothing does. */
export function splitPersonal(step: OrderStep): { kept: OrderStep; personal: OrderStep | null } {
  const kept: Record<string, unknown> = { ...step }
  const personal: Record<string, unknown> = {}
  for (const name of ['order', 'customer'] as const) {
    const row = step[name]
    if (row === undefined) continue
    const halves = split(row, partRules[name].personal)
    if (halves === null) continue
    kept[name] = halves.kept
    personal[name] = name === 'customer' ? { id: step.customer?.id, ...halves.personal } : halves.personal
  }
  for (const part of parts) {
    const set: readonly { id: string }[] | undefined = step[part]?.set
    const columns: readonly string[] = partRules[part].personal
    if (set === undefined || columns.length === 0) continue
    const halves = set.map((row) => ({ id: row.id, row, ...split(row, columns) }))
    const apart = halves.flatMap(({ id, personal }) => (personal === undefined ? [] : { id, ...personal }))
    if (apart.length === 0) continue
    kept[part] = { ...step[part], set: halves.map(({ row, kept }) => kept ?? row) }
    personal[part] = { set: apart }
  }
  return { kept: kept as OrderStep, personal: Object.keys(personal).length === 0 ? null : (personal as OrderStep) }
}

/** A value that is taken away names nobody: null stays. */
function split(row: object, columns: readonly string[]): { kept: Row; personal: Row } | null {
  let halves: { kept: Row; personal: Row } | null = null
  for (const column of columns) {
    const value = (row as Row)[column]
    if (value === undefined || value === null) continue
    halves ??= { kept: { ...row }, personal: {} }
    halves.personal[column] = value
    delete halves.kept[column]
  }
  return halves
}
