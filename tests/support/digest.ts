import type pg from 'pg'

/** Tables that the log keeps by itself, while nobody writes. */
const kept = ['event_log', 'log_head', '_prisma_migrations']

/** Every row of every table, so that anything that changed shows. */
export async function tablesDigest(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1) order by 1`,
    [kept],
  )
  const parts = rows.map(
    ({ name }) => `(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from "${name}" t)`,
  )
  const result = await pool.query<{ digest: string }>(`select concat_ws(',', ${parts.join(', ')}) as digest`)
  return result.rows[0]?.digest ?? ''
}
