import { addressOf } from '../address-of.js'
import { intentKey } from '../api/client.js'
import { follow } from '../api/follow.js'
import { askPerson } from '../ask-person.js'
import { badge, orderLink } from '../badge.js'
import { assignExceptions, exceptionEventsStream, exceptionsQuery, resolveExceptions } from '../documents.js'
import { element, fill, keyedList } from '../element.js'
import { empty, trouble } from '../notice.js'
import { deadline, timeOf } from '../times.js'
import { say } from '../words.js'

const unresolved = ['OPEN', 'IN_PROGRESS']
const choices = [
  { key: 'open', name: 'To do', filter: () => ({ statuses: unresolved }), sort: 'DUE_AT_ASC' },
  { key: 'mine', name: 'Mine', filter: (me) => ({ statuses: unresolved, ownerIds: [me] }), sort: 'DUE_AT_ASC' },
  {
    key: 'unassigned',
    name: 'Nobody’s',
    filter: () => ({ statuses: unresolved, unassigned: true }),
    sort: 'DUE_AT_ASC',
  },
  {
    key: 'breached',
    name: 'Past deadline',
    filter: () => ({ statuses: unresolved, breached: true }),
    sort: 'DUE_AT_ASC',
  },
  { key: 'resolved', name: 'Resolved', filter: () => ({ statuses: ['RESOLVED'] }), sort: 'OPENED_AT_DESC' },
]
const pageSize = 25
const largestPage = 100
const batchDelayMs = 500

/** Refusals of a bulk mutation, whether of the whole or of the one exception it was about. */
const refusalsOf = ({ userErrors, results }) => [...userErrors, ...results.flatMap((result) => result.userErrors)]

/** What people have to look at, most urgent first, as it changes. */
export function exceptionsView(app, _parameters, search) {
  const choice = choices.find(({ key }) => key === search.get('show')) ?? choices[0]
  const me = app.viewer.actor.id
  const mayWrite = app.scopes.has('exceptions:write')
  let cases = []
  let cursor = null
  let isStopped = false
  let batchTimer
  let round = 0
  let stopFollowing = () => {}
  const list = element('ul', { class: 'cases' })
  const message = element('div')
  const foot = element('p', { class: 'buttons' })
  const show = keyedList(list, { keyOf: ({ id }) => id, make: caseRow })

  async function load({ after = null, first = pageSize } = {}) {
    round += 1
    const mine = round
    try {
      const answer = await app.ask(exceptionsQuery, { filter: choice.filter(me), sort: choice.sort, first, after })
      if (isStopped || mine !== round) return
      const known = after === null ? [] : cases
      const ids = new Set(known.map(({ id }) => id))
      cases = [...known, ...answer.exceptions.nodes.filter(({ id }) => !ids.has(id))]
      cursor = answer.exceptions.pageInfo.hasNextPage ? answer.exceptions.pageInfo.endCursor : null
      show(cases)
      fill(
        message,
        cases.length === 0 && empty(choice.key === 'resolved' ? 'Nothing was resolved yet.' : 'Nothing to do here.'),
      )
      const more = () => load({ after: cursor })
      fill(foot, cursor !== null && element('button', { type: 'button', 'data-key': 'more', onclick: more }, 'More'))
      if (stopFollowing.isBegun !== true) begin(answer.eventLog.head)
    } catch (error) {
      if (!isStopped && mine === round)
        fill(
          message,
          trouble(error.message, () => load()),
        )
    }
  }
  function begin(after) {
    const stop = follow(app, {
      document: exceptionEventsStream,
      field: 'exceptionEvents',
      after,
      onEvent: refreshSoon,
      onExpired() {
        stopFollowing = () => {}
        load()
      },
      onProblem: (text) => fill(message, trouble(text)),
    })
    stopFollowing = Object.assign(stop, { isBegun: true })
  }
  function refreshSoon() {
    batchTimer ??= setTimeout(() => {
      batchTimer = undefined
      load({ first: Math.min(largestPage, Math.max(pageSize, cases.length)) })
    }, batchDelayMs)
  }

  async function assign({ id, version }, ownerId, button) {
    button.disabled = true
    try {
      const { assignExceptions: answer } = await app.ask(assignExceptions, {
        exceptions: [{ id, ifVersion: version }],
        ownerId,
        key: intentKey(),
      })
      const [refused] = refusalsOf(answer)
      if (refused) fill(message, trouble(refused.message))
      else app.announce(ownerId === null ? 'Given back to the queue.' : 'Assigned to you.')
    } catch (error) {
      fill(message, trouble(error.message))
    }
    button.disabled = false
    refreshSoon()
  }
  const resolve = ({ id, version, kind, summary }) =>
    askPerson({
      title: `Resolve: ${say(kind)}`,
      text: summary,
      submit: 'Resolve',
      fields: [
        {
          name: 'reasonCode',
          label: 'Reason',
          type: 'select',
          required: true,
          options: app.reasonsFor('RESOLVE_EXCEPTION').map(({ code, label }) => ({ value: code, label })),
        },
        { name: 'resolution', label: 'What was done', type: 'long', required: true },
      ],
      async send(values, key) {
        const { resolveExceptions: answer } = await app.ask(resolveExceptions, {
          exceptions: [{ id, ifVersion: version }],
          ...values,
          key,
        })
        return refusalsOf(answer)
      },
      onDone() {
        app.announce('Resolved.')
        refreshSoon()
      },
    })

  function buttonsFor(one) {
    if (!mayWrite || one.status === 'RESOLVED') return null
    const isMine = one.owner?.id === me
    const press = (event) => assign(one, isMine ? null : me, event.currentTarget)
    return element(
      'p',
      { class: 'buttons' },
      element(
        'button',
        { type: 'button', 'data-key': `assign-${one.id}`, onclick: press },
        isMine ? 'Give back' : 'Assign to me',
      ),
      element(
        'button',
        { type: 'button', 'data-key': `resolve-${one.id}`, class: 'primary', onclick: () => resolve(one) },
        'Resolve…',
      ),
    )
  }
  function caseRow(one) {
    const isDone = one.status === 'RESOLVED'
    return element(
      'li',
      { class: `card case${one.breached && !isDone ? ' alarm' : ''}`, 'data-case': one.id },
      element(
        'div',
        null,
        element(
          'h2',
          null,
          say(one.kind),
          ' ',
          badge(one.status),
          one.breached && !isDone && [' ', element('span', { class: 'badge bad' }, 'Past deadline')],
        ),
        element('p', null, one.summary),
        element(
          'p',
          { class: 'quiet facts' },
          one.order && element('span', null, 'Order ', orderLink(one.order.number)),
          one.channel && element('span', null, `Channel ${one.channel.key}`),
          element('span', null, `Queue ${one.queue}`),
          element(
            'span',
            null,
            one.owner === null
              ? 'Nobody’s yet'
              : `With ${one.owner.id === me ? 'you' : (one.owner.name ?? 'somebody')}`,
          ),
          element('span', null, 'Opened ', timeOf(one.openedAt)),
          isDone
            ? element(
                'span',
                null,
                'Resolved ',
                timeOf(one.resolvedAt),
                one.reasonCode && `: ${say(one.reasonCode).toLowerCase()}`,
              )
            : deadline(one.dueAt, one.breached),
        ),
        isDone && one.resolution && element('p', { class: 'quiet' }, one.resolution),
      ),
      buttonsFor(one),
    )
  }

  load()
  return {
    title: 'Exceptions',
    element: element(
      'div',
      null,
      element('h1', null, 'Exceptions'),
      element(
        'nav',
        { class: 'tabs', 'aria-label': 'Which exceptions' },
        choices.map(({ key, name }) =>
          element(
            'a',
            {
              href: addressOf('/exceptions', { show: key === 'open' ? '' : key }),
              'aria-current': key === choice.key && 'true',
            },
            name,
          ),
        ),
      ),
      list,
      message,
      foot,
    ),
    stop() {
      isStopped = true
      clearTimeout(batchTimer)
      stopFollowing()
    },
  }
}
