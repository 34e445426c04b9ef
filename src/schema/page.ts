import { GraphQLError } from 'graphql'
import { DEFAULT_PAGE, LARGEST_PAGE } from './connection-args.ts'

export interface PageArgs {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
}

export interface Page {
  /** Rows to show; one more is read, to know whether there are more. */
  take: number
  backwards: boolean
}

export const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

export const refusedCursor = (list: string): GraphQLError =>
  badInput(`The cursor is none of ${list}: pass one that this very list gave, unchanged.`)

/** Which page is requested; refuses a size that is out of bounds, and two directions at once. */
export function readPage({ first, last, before }: PageArgs): Page {
  if (typeof first === 'number' && typeof last === 'number') {
    throw badInput('`first` and `last` were both given: take one, `first` with `after` or `last` with `before`.')
  }
  const take = first ?? last ?? DEFAULT_PAGE
  if (take < 0 || take > LARGEST_PAGE) {
    throw badInput(
      `\`${typeof first === 'number' ? 'first' : 'last'}\` is ${take}; a page has 0 to ${LARGEST_PAGE} rows. Ask for less and go on with the cursor.`,
    )
  }
  return { take, backwards: typeof last === 'number' || (first == null && typeof before === 'string') }
}

/** A row of a page. Its cursor is made when it is requested, which for most rows it never is. */
class Edge<Row> {
  readonly node: Row
  readonly #cursorOf: (row: Row) => string

  constructor(node: Row, cursorOf: (row: Row) => string) {
    this.node = node
    this.#cursorOf = cursorOf
  }

  get cursor(): string {
    return this.#cursorOf(this.node)
  }
}

// A class: getters of an object literal give each object a hidden class of its own, which holds on to the page until a full collection.
class PageInfo<Row> {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly #edges: readonly Edge<Row>[]

  constructor(edges: readonly Edge<Row>[], hasNextPage: boolean, hasPreviousPage: boolean) {
    this.#edges = edges
    this.hasNextPage = hasNextPage
    this.hasPreviousPage = hasPreviousPage
  }

  get startCursor(): string | null {
    return this.#edges[0]?.cursor ?? null
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null
  }
}

/** A connection over rows as they were read: in the list's order, or reversed when backwards, one more than shown where there are more. */
export function connectionOf<Row extends object>(
  read: Row[],
  { take, backwards }: Page,
  { after, before }: PageArgs,
  cursorOf: (row: Row) => string,
) {
  const more = read.length > take
  const rows = more ? read.slice(0, take) : read
  if (backwards) rows.reverse()
  const edges = rows.map((node) => new Edge(node, cursorOf))
  const [hasNextPage, hasPreviousPage] = backwards ? [before != null, more] : [more, after != null]
  return { edges, pageInfo: new PageInfo(edges, hasNextPage, hasPreviousPage) }
}
