import { isStorable } from '#domain/values/text'
import { isUuid } from '#domain/values/uuid'
import { connectionOf, type PageArgs, readPage, refusedCursor } from './page.ts'

/** An order of a list. The tie-break is the id, so that no row is shown twice or missed. */
export interface Sort {
  /** In the cursor, so that one of another order is refused. */
  name: string
  column: string
  /** What the column holds: a cursor with anything else is refused. */
  type: keyof typeof holds
  direction: 'asc' | 'desc'
  /** The direction of the tie-break, as the index has it. */
  ids: 'asc' | 'desc'
  /** Rows without a value come last. */
  nullable?: boolean
}

type Value = string | number | null

const instant = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)$/
const holds = {
  instant: (value: unknown) => typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value)),
  integer: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  text: (value: unknown) => typeof value === 'string' && isStorable(value),
  id: (value: unknown) => typeof value === 'string' && isUuid(value),
}
type Where = Record<string, unknown>

/** The columns that a cursor is made of: they have to be read, whatever else is requested. */
export const cursorColumns = ({ column }: Sort): Record<string, true> => ({ id: true, [column]: true })

const encode = (sort: Sort, row: Record<string, unknown>): string => {
  const value = row[sort.column]
  if (value === undefined || row.id === undefined) throw new Error(`a row was read without ${sort.column} or id`)
  const plain = value instanceof Date ? value.toISOString() : value
  return Buffer.from(JSON.stringify([sort.name, plain ?? null, row.id])).toString('base64url')
}

function decode(sort: Sort, cursor: string): { value: Value; id: string } {
  try {
    const [name, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    const known = value === null ? sort.nullable === true : holds[sort.type](value)
    if (name === sort.name && known && holds.id(id)) return { value: value as Value, id: id as string }
  } catch {
    // Not JSON: none of ours.
  }
  throw refusedCursor(`this list in the order ${sort.name}`)
}

/**
 * Rows after the cursor in the list's order, or before it: parts that follow each other in this direction, each of which an index
 * can go through from its beginning. Rows without a value are a part of their own, at the end of the list.
 */
function beyond(sort: Sort, cursor: string, side: 'after' | 'before'): Where[] {
  const { value, id } = decode(sort, cursor)
  const { column } = sort
  const further = (direction: 'asc' | 'desc') => ((direction === 'asc') === (side === 'after') ? 'gt' : 'lt')
  const beyondId = { id: { [further(sort.ids)]: id } }
  if (value === null) {
    const without = { [column]: null, ...beyondId }
    return side === 'after' ? [without] : [without, { [column]: { not: null } }]
  }
  const step = further(sort.direction)
  const among = { [column]: { [`${step}e`]: value }, OR: [{ [column]: { [step]: value } }, beyondId] }
  return sort.nullable && side === 'after' ? [among, { [column]: null }] : [among]
}

const flipped = (direction: 'asc' | 'desc') => (direction === 'asc' ? 'desc' : 'asc')

/** What Prisma is asked for a page of a list in this order. Row values must be in the selection: `id` and the sort's column. */
export async function keysetPage<Row extends object>(
  sort: Sort,
  args: PageArgs,
  find: (query: { where: Where; orderBy: Where[]; take: number }) => Promise<Row[]>,
) {
  const page = readPage(args)
  const after = args.after ? beyond(sort, args.after, 'after') : []
  const before = args.before ? beyond(sort, args.before, 'before') : []
  const [parts, bound] = page.backwards ? [before, after] : [after, before]
  const direction = page.backwards ? flipped(sort.direction) : sort.direction
  const nulls = page.backwards ? 'first' : 'last'
  const orderBy = [
    { [sort.column]: sort.nullable ? { sort: direction, nulls } : direction },
    ...(sort.column === 'id' ? [] : [{ id: page.backwards ? flipped(sort.ids) : sort.ids }]),
  ]
  const rows: Row[] = []
  for (const part of parts.length > 0 ? parts : [{}]) {
    const missing = page.take + 1 - rows.length
    const where = { AND: bound.length > 0 ? [part, { OR: bound }] : [part] }
    if (missing > 0) rows.push(...(await find({ where, orderBy, take: missing })))
  }
  return connectionOf(rows, page, args, (row) => encode(sort, row as Record<string, unknown>))
}
