import type { FieldChange } from '../events.ts'
import { canonicalJson } from '../values/text.ts'

/** Which of these fields differ, for the audit trail; `before` null: everything that is set is new. */
export function fieldChanges<Row extends object, Field extends keyof Row & string>(
  before: Row | null,
  after: Row,
  fields: readonly Field[],
): FieldChange<Field>[] {
  return fields
    .map((field) => ({ field, before: before?.[field] ?? null, after: after[field] ?? null }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after))
}
