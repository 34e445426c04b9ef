import type { QueueDatabase } from './heartbeat.ts'

/** An event that a consumer of the log could not handle and put aside. */
export interface DeadLetter {
  consumer: string
  position: string
  type: string | null
  orderId: string | null
  error: string
}

export async function readDeadLetter(database: QueueDatabase, id: string): Promise<DeadLetter | undefined> {
  const { rows } = await database.query<DeadLetter>(
    `select d."consumer", d."position"::text, e."type", e."orderId", d."error"
     from consumer_dead_letter d left join event e on e."id" = d."eventId" where d."id" = $1`,
    [id],
  )
  return rows[0]
}
