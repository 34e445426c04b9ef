import { type EventType, eventTypes } from '#domain/events'
import type { EventRow } from '#store/log/event-row'

export type { EventRow, PlacedEvent, RecordedChange } from '#store/log/event-row'

const known = new Set<string>(eventTypes)

/** Whether this build knows the event's type; a newer process of the same fleet may have written another. */
export const isKnownType = (event: Pick<EventRow, 'type'>): event is { type: EventType } => known.has(event.type)
