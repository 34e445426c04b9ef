/** A statement of ours. Its one output column is named `r`; `name` lets Postgres keep its plan, '' is planned each time. */
export interface Statement {
  name: string
  text: string
  /** True where values never change how its rows are found: it is planned once a session, not at each call. */
  steady?: boolean
  /** True where the column is known to be JSON: Postgres need not describe it. */
  json?: boolean
  /** True where it looks up a row by its key: steady, and as quick as others that do, so those under way at once go together. */
  lookup?: boolean
}
