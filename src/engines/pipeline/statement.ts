/** A statement with one output column. */
export interface Statement {
  /** Lets Postgres keep its plan on each connection; '' is planned each time. */
  name: string
  text: string
  /** True where the column is known to be JSON: Postgres need not describe it. */
  json?: boolean
}

/** What the rows of one answer may come to. */
export interface Budget {
  /** Counts what Postgres sent, before it is parsed; false where it is too much. */
  take(bytes: number): boolean
  /** Set once it was too much: what its statements fail with. */
  readonly exceeded: Error | undefined
}
