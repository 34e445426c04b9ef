import type { Statement as SentStatement } from '#engines/pipeline'

/** A statement of ours, whose one output column is named `r`, and how it is planned. */
export interface Statement extends SentStatement {
  /** True where values never change how its rows are found: it is planned once per session, not at each call. */
  genericPlan?: boolean
  /** True where it looks up a row by its key: with a generic plan, and as quick as others that do, so those under way at once go together. */
  lookup?: boolean
}
