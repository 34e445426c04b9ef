import { addressOf } from '../address-of.js'
import { follow } from '../api/follow.js'
import { badge, orderLink } from '../badge.js'
import { changedOrdersStream, orderRowsQuery, ordersQuery } from '../documents.js'
import { element, fill, keyedList } from '../element.js'
import { empty, trouble } from '../notice.js'
import { timeOf } from '../times.js'
import { lifecycleGroups, say, sayMoney } from '../words.js'

const sorts = [
  { value: 'PLACED_AT_DESC', label: 'Newest first' },
  { value: 'UPDATED_AT_DESC', label: 'Last changed first' },
  { value: 'SHIP_BY_ASC', label: 'What must leave first' },
]
/** Rows are requested again at most this often, and this many at once. */
const batchDelayMs = 700
const rowsAtOnce = 100

function row(order) {
  const { number, status, holds, paymentStatus, placedAt, shipBy, total, channel, customer, shippingCountryCode } =
    order
  const who = [customer?.name, shippingCountryCode].filter(Boolean).join(', ')
  return element(
    'tr',
    null,
    element('td', null, orderLink(number)),
    element(
      'td',
      null,
      badge(status),
      holds.map((hold) => [
        ' ',
        element('span', { class: 'badge warn' }, `On hold: ${say(hold.reason).toLowerCase()}`),
      ]),
    ),
    element('td', { class: 'wide' }, channel?.name ?? '–'),
    element('td', { class: 'wide' }, who === '' ? '–' : who),
    element('td', { class: 'wide' }, badge(paymentStatus)),
    element('td', { class: 'figure' }, sayMoney(total)),
    element('td', { class: 'middle' }, timeOf(placedAt)),
    element('td', { class: 'wide' }, timeOf(shipBy)),
  )
}

const columns = [
  ['Order'],
  ['Status'],
  ['Channel', 'wide'],
  ['Buyer', 'wide'],
  ['Payment', 'wide'],
  ['Total', 'figure'],
  ['Placed', 'middle'],
  ['Ship by', 'wide'],
]

function filters(search) {
  const choice = (name, label, options) =>
    element(
      'label',
      null,
      label,
      element(
        'select',
        { name },
        options.map(({ value, label: text }) =>
          element('option', { value, selected: search.get(name) === value }, text),
        ),
      ),
    )
  const statuses = lifecycleGroups.flatMap((group) => group.statuses).map((value) => ({ value, label: say(value) }))
  const form = element(
    'form',
    { class: 'filters', onsubmit: apply, onchange: apply },
    choice('status', 'Status', [{ value: '', label: 'Any' }, ...statuses]),
    choice('hold', 'On hold', [
      { value: '', label: 'Either' },
      { value: 'yes', label: 'On hold' },
      { value: 'no', label: 'Not on hold' },
    ]),
    choice('sort', 'Sorted', sorts),
    element(
      'label',
      { class: 'grow' },
      'Search',
      element('input', {
        type: 'search',
        name: 'search',
        value: search.get('search') ?? '',
        placeholder: 'Number, reference, SKU, tracking number…',
      }),
    ),
  )
  function apply(event) {
    event.preventDefault()
    const { status, hold, sort, search: text } = Object.fromEntries(new FormData(form))
    location.hash = addressOf('/orders', {
      status,
      hold,
      sort: sort === sorts[0].value ? '' : sort,
      search: text.trim(),
    })
  }
  return form
}

function filterOf(search) {
  const hold = search.get('hold')
  return {
    statuses: search.get('status') ? [search.get('status')] : null,
    onHold: hold === 'yes' ? true : hold === 'no' ? false : null,
    search: search.get('search') || null,
  }
}

/** Orders by what was requested. Rows that are shown keep up with what happens; what is new waits for a click. */
export function ordersView(app, _parameters, search) {
  let orders = []
  let cursor = null
  let isStopped = false
  let stopFollowing = () => {}
  let batchTimer
  const changed = new Set()
  const body = element('tbody')
  const show = keyedList(body, { keyOf: ({ id }) => id, make: row })
  const message = element('div')
  const foot = element('p', { class: 'buttons' })
  const newer = element('p', { class: 'buttons', role: 'status' })

  async function load(after) {
    const sort = search.get('sort') ?? sorts[0].value
    try {
      const answer = await app.ask(ordersQuery, { filter: filterOf(search), sort, after })
      if (isStopped) return
      const known = after === null ? [] : orders
      const ids = new Set(known.map(({ id }) => id))
      orders = [...known, ...answer.orders.nodes.filter(({ id }) => !ids.has(id))]
      cursor = answer.orders.pageInfo.hasNextPage ? answer.orders.pageInfo.endCursor : null
      fill(message, orders.length === 0 && empty('No order fits.'))
      draw()
      if (after === null) begin(answer.eventLog.head)
    } catch (error) {
      if (!isStopped)
        fill(
          message,
          trouble(error.message, () => load(after)),
        )
    }
  }
  function draw() {
    show(orders)
    const more = (event) => {
      event.target.disabled = true
      load(cursor)
    }
    fill(foot, cursor !== null && element('button', { type: 'button', 'data-key': 'older', onclick: more }, 'Older'))
  }
  function begin(after) {
    stopFollowing()
    fill(newer)
    stopFollowing = follow(app, {
      document: changedOrdersStream,
      field: 'orderEvents',
      after,
      onEvent,
      onExpired: () => load(null),
      onProblem: (text) => fill(message, trouble(text)),
    })
  }
  function onEvent({ type, orderNumber }) {
    if (type === 'ORDER_IMPORTED') {
      const refresh = element(
        'button',
        { type: 'button', 'data-key': 'newer', onclick: () => load(null) },
        'New orders came: show them',
      )
      if (newer.childElementCount === 0) fill(newer, refresh)
    }
    const known = orders.find(({ number }) => number === orderNumber)
    if (known === undefined) return
    changed.add(known.id)
    batchTimer ??= setTimeout(refreshRows, batchDelayMs)
  }
  async function refreshRows() {
    batchTimer = undefined
    const ids = [...changed].slice(0, rowsAtOnce)
    for (const id of ids) changed.delete(id)
    try {
      const { nodes } = await app.ask(orderRowsQuery, { ids })
      if (isStopped) return
      const fresh = new Map(nodes.filter(Boolean).map((order) => [order.id, order]))
      // An answer that was overtaken by another one is older than what is shown.
      orders = orders.map((order) => (fresh.get(order.id)?.version > order.version ? fresh.get(order.id) : order))
      draw()
    } catch {
      for (const id of ids) changed.add(id)
    }
    if (changed.size > 0 && !isStopped) batchTimer ??= setTimeout(refreshRows, batchDelayMs)
  }

  load(null)
  return {
    title: 'Orders',
    element: element(
      'div',
      null,
      element('h1', null, 'Orders'),
      filters(search),
      newer,
      element(
        'div',
        { class: 'card scrolls', tabindex: '0', role: 'region', 'aria-label': 'Orders' },
        element(
          'table',
          null,
          element(
            'thead',
            null,
            element(
              'tr',
              null,
              columns.map(([name, kind]) => element('th', { scope: 'col', class: kind }, name)),
            ),
          ),
          body,
        ),
        message,
      ),
      foot,
    ),
    stop() {
      isStopped = true
      clearTimeout(batchTimer)
      stopFollowing()
    },
  }
}
