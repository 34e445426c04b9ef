import { movedEvent, type NewEvent } from '#domain/events'
import type { RecordedEvent } from '#domain/events/recorded'
import type { Change } from '#domain/order/draft'
import { encodeEvent } from '#store/log/encode-event'
import { momentOf } from './order-facts.ts'

/** Events as the log gives them back. */
export const recorded = (events: readonly NewEvent[]): RecordedEvent[] =>
  events.map((event, index) => {
    const row = JSON.stringify(encodeEvent(event, index, momentOf(), []))
    return { id: index + 1, position: index + 1, schemaVersion: 1, ...JSON.parse(row) }
  })

/** What a decision about an order writes to the log: its events, and one per movement. */
export const recordedOf = (...changes: (Change<never> | null)[]): RecordedEvent[] =>
  recorded(changes.flatMap((change) => [...(change?.events ?? []), ...(change?.movements ?? []).map(movedEvent)]))
