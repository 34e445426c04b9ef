import type { FieldChange } from '../events.ts'
import type { Charges } from '../order/current-totals.ts'
import type { Draft } from '../order/draft.ts'
import type { HouseFacts } from '../shipment/shipments.ts'
import type { ItemIndex } from './items.ts'

/** What applying an edit may look at, and the order's charges as they become. */
export interface EditContext {
  facts: HouseFacts
  items: ItemIndex
  charges: Charges
}

/** One thing that the channel changed between two of its snapshots, against the order as it is here. */
export interface Edit extends FieldChange {
  /** Both sides changed it, each to something else. `ours` is what stands here; never shown where it is personal. */
  conflict: boolean
  ours: unknown
  /** It touches nothing that is being fulfilled, so it applies also after release. */
  always: boolean
  /** Throws a Refusal where it cannot be done any more. */
  apply(draft: Draft, context: EditContext): void
}

export const changeOf = ({ field, before, after, personal }: Edit): FieldChange => ({
  field,
  before,
  after,
  ...(personal ? { personal } : {}),
})

/** The fields of a conflict, with both values where they are nobody's business but the merchant's. */
export const evidenceOf = (edits: Edit[]) => ({
  fields: edits.map(({ field, ours, after, personal }) => (personal ? { field } : { field, ours, theirs: after })),
})
