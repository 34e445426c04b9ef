import { badge } from '../badge.js'
import { element } from '../element.js'
import { deadline, timeOf } from '../times.js'
import { say, sayField, sayValue } from '../words.js'
import { section } from './section.js'

export const holdsSection = (order, { mayRelease, onRelease }) =>
  order.holds.length === 0
    ? null
    : section(
        'On hold',
        order.holds.map((hold) =>
          element(
            'div',
            { class: 'entry hold' },
            element(
              'div',
              null,
              element('p', null, element('span', { class: 'badge warn' }, say(hold.reason)), ' ', hold.note),
              element(
                'p',
                { class: 'quiet facts' },
                element(
                  'span',
                  null,
                  `By ${hold.rule === null ? (hold.placedBy?.name ?? 'the channel') : `the rule ${hold.rule}`}`,
                ),
                element('span', null, 'since ', timeOf(hold.placedAt)),
                hold.expiresAt && element('span', null, 'until ', timeOf(hold.expiresAt)),
              ),
            ),
            mayRelease &&
              element(
                'button',
                {
                  type: 'button',
                  'data-key': `hold-${hold.id}`,
                  'data-action': 'RELEASE_HOLD',
                  onclick: () => onRelease(hold),
                },
                'Release the hold…',
              ),
          ),
        ),
      )

export const exceptionsSection = (order) => {
  const cases = order.exceptions?.nodes ?? []
  if (cases.length === 0) return null
  return section(
    'Exceptions',
    cases.map((one) =>
      element(
        'div',
        { class: 'entry' },
        element('p', null, element('b', null, say(one.kind)), ' ', badge(one.status)),
        element('p', null, one.summary),
        element(
          'p',
          { class: 'quiet facts' },
          element('span', null, `Queue ${one.queue}`),
          element('span', null, one.owner === null ? 'Nobody’s yet' : `With ${one.owner.name ?? 'somebody'}`),
          one.status === 'RESOLVED'
            ? element('span', null, 'Resolved ', timeOf(one.resolvedAt))
            : deadline(one.dueAt, one.breached),
        ),
      ),
    ),
  )
}

export function checksSection(order) {
  const { validation, pendingChange, cancellationRequests, channelPushes } = order
  const waiting = (cancellationRequests ?? []).filter(({ accepted }) => accepted === null)
  const parts = [
    (validation ?? []).map(({ rule, passed, message }) =>
      element(
        'p',
        { class: 'entry' },
        element('span', { class: `badge ${passed ? 'good' : 'bad'}` }, passed ? 'Passed' : 'Failed'),
        ` ${rule} `,
        !passed && message,
      ),
    ),
    pendingChange &&
      element(
        'div',
        { class: 'entry' },
        element('p', null, element('b', null, 'The channel changed it after its release; somebody has to decide.')),
        element(
          'ul',
          { class: 'changes' },
          pendingChange.changes.map(({ field, before, after, redacted }) =>
            element(
              'li',
              null,
              element('span', { class: 'field' }, sayField(field)),
              ' ',
              redacted ? 'personal, not shown' : `${sayValue(before)} → ${sayValue(after)}`,
            ),
          ),
        ),
      ),
    waiting.map(({ requestedAt }) =>
      element(
        'p',
        { class: 'entry' },
        element('b', null, 'Cancellation requested '),
        timeOf(requestedAt),
        '; somebody has to decide.',
      ),
    ),
    (channelPushes ?? []).map(({ fact, state, confirmedAt, lastError }) =>
      element(
        'p',
        { class: 'entry' },
        badge(state),
        ` The channel was notified of the ${say(fact).toLowerCase()} `,
        confirmedAt && timeOf(confirmedAt),
        lastError && element('span', { class: 'quiet' }, ` ${lastError}`),
      ),
    ),
  ].flat()
  return parts.some(Boolean) ? section('Checks and confirmations', parts) : null
}
