import type { Handle, Statement } from '../handle.ts'

/** Orders with a tag that are named one by one; of a tag that more have, the list goes through its own order. */
export const FEW_TAGGED = 1_000

// The index has no orders without tags, nearly all of them: each change of an order would be written to it.
// Steady: through the index on tags, since Postgres takes any tag that it does not know for one that thousands have.
const statement: Statement = {
  name: 'orders_tagged',
  steady: true,
  text: `select "id" as r from "order" where "tags" && $1::text[] and "tags" <> '{}' limit ${FEW_TAGGED + 1}`,
}

/** The orders that have any of the tags; undefined where they are too many to name. */
export async function ordersTagged(handle: Handle, tags: readonly string[]): Promise<string[] | undefined> {
  const ids = await handle.query<string>(statement, [tags])
  return ids.length > FEW_TAGGED ? undefined : ids
}
