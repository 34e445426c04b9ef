import pg from 'pg'

/** Connections that are opened beside one to see whether a pooler gives them its session. */
const OTHERS = 4
/** A pooler that keeps sessions apart may let the others wait: so long they do. */
const WAIT_MS = 2_000

type Client = Pick<pg.ClientBase, 'query'>

async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}

/** Whether something stands between: a pooler makes up the process number that it gives its client. */
export async function isPooled(client: Client): Promise<boolean> {
  return (client as { processID?: number | null }).processID !== (await processOf(client))
}

/** Whether a connection to `url` has a session of its own: false where a pooler gives another connection the same one meanwhile. */
export async function keepsSession(client: pg.Client, url: string): Promise<boolean> {
  if (!(await isPooled(client))) return true
  const own = await processOf(client)
  const others: pg.Client[] = []
  try {
    for (let n = 0; n < OTHERS; n++) {
      const other = new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS, query_timeout: WAIT_MS })
      other.on('error', () => {})
      others.push(other)
      await other.connect()
      await other.query('begin') // so that it keeps what it was given
      if ((await processOf(other)) === own) return false
    }
    return true
  } catch {
    return true // there was none left for another, so ours is not shared
  } finally {
    await Promise.all(others.map((other) => other.end().catch(() => {})))
  }
}
