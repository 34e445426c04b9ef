import type { FieldChange } from '../events.ts'
import { canonicalJson } from '../values/text.ts'

/** Of its own: names may be whatever somebody calls a setting, such as "constructor". */
const ownValue = <Row extends object>(row: Row | null, field: keyof Row & string): unknown =>
  row !== null && Object.hasOwn(row, field) ? (row[field] ?? null) : null

/** Which of these fields differ, for the audit trail; `before` null: everything that is set is new. */
export function fieldChanges<Row extends object, Field extends keyof Row & string>(
  before: Row | null,
  after: Row,
  fields: readonly Field[],
): FieldChange<Field>[] {
  return fields
    .map((field) => ({ field, before: ownValue(before, field), after: ownValue(after, field) }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after))
}
