import { badge, orderLink } from './badge.js'
import { element } from './element.js'
import { timeOf } from './times.js'
import { say, sayField, sayValue } from './words.js'

const tonesByType = [
  [/EXCEPTION_(OPENED|BREACHED)|CANCEL|HELD|WITHDRAWN/, 'warn'],
  [/DELIVERED|EXCEPTION_RESOLVED/, 'good'],
  [/SHIPPED|RELEASED|PACKED|PICKING|PLANNED/, 'busy'],
]

const toneOfEvent = (type) => tonesByType.find(([pattern]) => pattern.test(type))?.[1] ?? 'plain'

const shownChanges = 6

/** What an event did, in a few words. */
function headline(event) {
  const { status, previousStatus, shipmentStatus, exceptionCase, movement, sku, channel } = event
  const parts = []
  // Every event of one change carries the order's way; one that is about the order shows it.
  if (event.__typename === 'OrderEvent' && status !== previousStatus) {
    parts.push(previousStatus === null ? say(status) : `${say(previousStatus)} → ${say(status)}`)
  }
  if (shipmentStatus) parts.push(`shipment ${say(shipmentStatus).toLowerCase()}`)
  if (exceptionCase) parts.push(say(exceptionCase.kind))
  if (sku) parts.push(sku)
  if (movement) {
    const { quantity, fromState, toState, warehouse } = movement
    const way = [fromState, toState].map((state) => (state === null ? 'outside' : say(state).toLowerCase())).join(' → ')
    parts.push(`${quantity} × ${way}${warehouse ? ` at ${warehouse.key}` : ''}`)
  }
  if (channel) parts.push(channel.key)
  if (event.reasonCode !== null) parts.push(`because: ${say(event.reasonCode).toLowerCase()}`)
  return parts.join(' · ')
}

function change({ field, before, after, redacted }) {
  const value = redacted ? 'personal, not shown' : `${sayValue(before)} → ${sayValue(after)}`
  return element('li', null, element('span', { class: 'field' }, sayField(field)), ' ', value)
}

/** One event as a list item. Within an order its number is left out and its place in the trail is shown. */
export function eventRow(event, { withinOrder = false } = {}) {
  // The headline has the status.
  const changes = (event.changes ?? []).filter(({ field }) => field !== 'status' || event.__typename !== 'OrderEvent')
  const rest = changes.length - shownChanges
  return element(
    'li',
    { class: 'event', 'data-sequence': event.sequence, 'data-event': event.id },
    element('span', { class: 'when' }, timeOf(event.occurredAt, withinOrder ? 'day' : 'clock')),
    element('span', { class: 'what' }, badge(event.type, toneOfEvent(event.type))),
    element('span', { class: 'whose' }, withinOrder ? `${event.sequence ?? ''}` : orderLink(event.orderNumber)),
    element(
      'div',
      { class: 'told' },
      element('span', null, headline(event)),
      event.actor && element('span', { class: 'quiet' }, ` by ${event.actor.name ?? say(event.actor.kind)}`),
      changes.length > 0 &&
        element(
          'ul',
          { class: 'changes' },
          changes.slice(0, shownChanges).map(change),
          rest > 0 && element('li', { class: 'quiet' }, `and ${rest} more`),
        ),
    ),
  )
}
