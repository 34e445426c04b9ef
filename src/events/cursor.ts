import { GraphQLError } from 'graphql'
import type { Queryable } from '#store/log/advance-log'
import { type Epoch, placeOf, readEpochs, readLog } from '#store/log/read-log'

/** A place in the log as clients keep it: opaque text, marked with the epoch in which it was given out. */
export type Cursor = { epoch: number; position: number } | { epoch: number; eventId: number }

/** Cursors are short; a longer text is none of ours. */
const longestCursor = 80

export const encodeCursor = (epoch: number, position: number): string => encode(`p.${epoch}.${position}`)

/** Names an event that has no position yet; it is resolved when it is used. */
export const encodeEventCursor = (epoch: number, eventId: number): string => encode(`e.${epoch}.${eventId}`)

const encode = (text: string): string => Buffer.from(text).toString('base64url')

export function decodeCursor(text: string): Cursor {
  const plain = text.length <= longestCursor ? Buffer.from(text, 'base64url').toString('latin1') : ''
  const [, kind, epoch, number] = /^([pe])\.(\d{1,10})\.(\d{1,15})$/.exec(plain) ?? []
  if (kind === undefined) throw invalidCursor()
  return kind === 'p'
    ? { epoch: Number(epoch), position: Number(number) }
    : { epoch: Number(epoch), eventId: Number(number) }
}

/** The position that a cursor names here and now. Refuses one that is not ours, and one whose events are no longer kept. */
export async function resolveCursor(handle: Queryable, text: string): Promise<number> {
  const cursor = decodeCursor(text)
  const [{ head, oldest }, epochs] = await Promise.all([readLog(handle, 0, 0), readEpochs(handle)])
  const position = 'position' in cursor ? cursor.position : await placeOfEvent(handle, cursor.eventId)
  requireEpoch(epochs, cursor.epoch, position)
  if (position > head) throw invalidCursor()
  if (position < oldest - 1) throw cursorExpired()
  return position
}

async function placeOfEvent(handle: Queryable, eventId: number): Promise<number> {
  const position = await placeOf(handle, eventId)
  if (typeof position === 'number') return position
  // Without a place it is either too young, for a moment, or its place was dropped.
  throw position === undefined ? invalidCursor() : cursorExpired()
}

/** Epoch e is valid below the start of the next: what was given out later was lost with the database it was in. */
export function requireEpoch(epochs: Epoch[], epoch: number, position: number): void {
  const index = epochs.findIndex((each) => each.epoch === epoch)
  if (index < 0) throw cursorExpired()
  const next = epochs[index + 1]
  if (next !== undefined && position >= next.firstPosition) throw cursorExpired()
}

export const cursorExpired = (): GraphQLError =>
  new GraphQLError(
    'This cursor names a place that the log no longer keeps, or that a restored database never had: read the state anew, with eventLog { head }, and go on from there.',
    { extensions: { code: 'CURSOR_EXPIRED' } },
  )

export const invalidCursor = (): GraphQLError =>
  new GraphQLError(
    'This is not a cursor of the event log: pass a cursor that a delivery, an event or eventLog gave, unchanged.',
    { extensions: { code: 'INVALID_CURSOR' } },
  )
