import type { Statement } from '../handle.ts'
import type { Queryable } from './advance-log.ts'

const begin: Statement = {
  name: 'consumer_begin',
  text: `insert into consumer ("name", "epoch", "position") values ($1, 0, 0) on conflict do nothing returning true as r`,
}
const lock: Statement = {
  name: 'consumer_lock',
  text: `select "position"::text::int8 as r from consumer where "name" = $1 for update skip locked`,
}
const move: Statement = {
  name: 'consumer_move',
  text: `update consumer set "epoch" = $2, "position" = $3, "updatedAt" = now() where "name" = $1 returning true as r`,
}
const deadLetter: Statement = {
  name: 'consumer_dead_letter',
  text: `insert into consumer_dead_letter ("consumer", "eventId", "position", "error") values ($1, $2, $3, $4)
    on conflict ("consumer", "position") do update set "error" = excluded."error" returning "id" as r`,
}
/** A consumer that never ran starts with the first event. */
export const beginConsumer = async (tx: Queryable, name: string): Promise<void> => {
  await tx.query(begin, [name])
}

/** The consumer's position, locked until the transaction ends; undefined while another process has it. */
export async function lockConsumer(tx: Queryable, name: string): Promise<number | undefined> {
  const [position] = await tx.query<string>(lock, [name])
  return position === undefined ? undefined : Number(position)
}

export const moveConsumer = async (tx: Queryable, name: string, epoch: number, position: number): Promise<void> => {
  await tx.query(move, [name, epoch, position])
}

/** Keeps what could not be handled, so that the consumer can go on; answers the letter's id. */
export async function deadLetterEvent(
  tx: Queryable,
  letter: { consumer: string; eventId: number; position: number; error: string },
): Promise<string> {
  const [id] = await tx.query<string>(deadLetter, [letter.consumer, letter.eventId, letter.position, letter.error])
  return id!
}
