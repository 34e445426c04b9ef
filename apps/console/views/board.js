import { addressOf } from '../address-of.js'
import { boardStream } from '../documents.js'
import { element, fill, keyedList } from '../element.js'
import { eventRow } from '../event-row.js'
import { trouble } from '../notice.js'
import { timeOf } from '../times.js'
import { lifecycleGroups, say, sayNumber } from '../words.js'

const latestShown = 12

/** A number that shows for a moment that it moved, and which way. */
function counter() {
  const number = element('strong', { class: 'count' }, '–')
  const moved = element('span', { class: 'moved', 'aria-hidden': 'true' })
  let before = null
  return {
    element: element('span', { class: 'counter' }, number, moved),
    show(now) {
      number.textContent = sayNumber(now)
      if (before !== null && now !== null && now !== before) {
        moved.textContent = now > before ? `+${now - before}` : `−${before - now}`
        moved.classList.remove('shown')
        void moved.offsetWidth // begins the fading anew
        moved.classList.add('shown')
      }
      before = now
    },
  }
}

const tileKinds = [
  { key: 'openExceptions', name: 'Open exceptions', href: '#/exceptions' },
  { key: 'breachedExceptions', name: 'Past their deadline', href: '#/exceptions?show=breached', alarms: true },
  { key: 'shipToday', name: 'To ship today', href: '#/orders?sort=SHIP_BY_ASC' },
  { key: 'lateToShip', name: 'Late to ship', href: '#/orders?sort=SHIP_BY_ASC', alarms: true },
]

function tile({ key, name, href, alarms }) {
  const count = counter()
  const box = element('a', { class: 'tile card', href, 'data-count': key }, element('span', null, name), count.element)
  return {
    element: box,
    show(board) {
      count.show(board[key])
      box.classList.toggle('alarm', alarms === true && (board[key] ?? 0) > 0)
    },
  }
}

function statusRow(app, status) {
  const count = counter()
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' })
  const href = addressOf('/orders', { status })
  return {
    element: element(
      'li',
      null,
      element(
        'a',
        { href, title: app.meanings.get(status), 'data-count': status },
        element('span', null, say(status)),
        count.element,
        bar,
      ),
    ),
    show(counts, most) {
      const orders = counts.get(status) ?? 0
      count.show(orders)
      bar.style.setProperty('--share', String(most === 0 ? 0 : orders / most))
    },
  }
}

/** The numbers of the business as they move, and what moved them. */
export function boardView(app) {
  const tiles = tileKinds.map(tile)
  const groups = lifecycleGroups.map(({ name, statuses }) => ({ name, rows: statuses.map((s) => statusRow(app, s)) }))
  const asOf = element('p', { class: 'quiet as-of' }, 'Waiting for the first numbers…')
  const problem = element('div')
  const latest = element('ol', { class: 'events' })
  const showEvents = keyedList(latest, { keyOf: ({ id }) => id, make: (event) => eventRow(event) })

  const stopBoard = app.socket.subscribe({
    document: boardStream,
    next({ board }) {
      if (board === null) return
      const counts = new Map((board.byStatus ?? []).map(({ status, orders }) => [status, orders]))
      const most = Math.max(0, ...counts.values())
      for (const each of tiles) each.show(board)
      for (const { rows } of groups) for (const row of rows) row.show(counts, most)
      fill(asOf, 'As of ', timeOf(board.asOf, 'clock'))
    },
    failed: ([{ message }]) => fill(problem, trouble(message)),
  })
  const stopFeed = app.feed.listen(({ events }) => showEvents(events.slice(0, latestShown)))

  return {
    title: 'Board',
    element: element(
      'div',
      null,
      element('div', { class: 'head' }, element('h1', null, 'Board'), asOf),
      problem,
      element(
        'div',
        { class: 'tiles' },
        tiles.map((each) => each.element),
      ),
      element(
        'section',
        { class: 'lifecycle', 'aria-label': 'Orders by status' },
        groups.map(({ name, rows }) =>
          element(
            'div',
            { class: 'card group' },
            element('h2', null, name),
            element(
              'ul',
              null,
              rows.map((row) => row.element),
            ),
          ),
        ),
      ),
      element(
        'section',
        { class: 'card' },
        element(
          'div',
          { class: 'head' },
          element('h2', null, 'Just now'),
          element('a', { href: '#/stream' }, 'The whole stream'),
        ),
        latest,
      ),
    ),
    stop() {
      stopBoard()
      stopFeed()
    },
  }
}
