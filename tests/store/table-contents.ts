import type { Models } from '#engines/reader'
import type { Store } from '#store/connect'

/** What is in the tables, so that conditions find something. */
export interface Contents {
  values: Map<string, Map<string, unknown[]>>
  /** Quoted names of tables and columns, with a dot between. */
  uuids: Set<string>
}

export async function contentsOf(store: Store, models: Models): Promise<Contents> {
  const values: Contents['values'] = new Map()
  for (const model of models.values()) {
    const name = `${model.name.slice(0, 1).toLowerCase()}${model.name.slice(1)}`
    const delegate = (
      store.prisma as unknown as Record<string, { findMany(args: object): Promise<Record<string, unknown>[]> }>
    )[name]!
    const rows = await delegate.findMany({ take: 40 })
    const columns = [...model.columns.keys()]
    values.set(
      model.name,
      new Map(columns.map((column) => [column, rows.map((row) => row[column]).filter((v) => v !== null)])),
    )
  }
  const { rows } = await store.pool.query<{ name: string }>(
    `select format('"%s"."%s"', table_name, column_name) as name from information_schema.columns
     where table_schema = 'public' and udt_name in ('uuid', '_uuid')`,
  )
  return { values, uuids: new Set(rows.map(({ name }) => name)) }
}
