import { addressOf } from './address-of.js'
import { element, fill } from './element.js'
import { sayClock } from './times.js'

const sections = [
  { section: 'board', href: '#/board', name: 'Board' },
  { section: 'stream', href: '#/stream', name: 'Stream' },
  { section: 'orders', href: '#/orders', name: 'Orders' },
  { section: 'exceptions', href: '#/exceptions', name: 'Exceptions' },
]

const labelOf = ({ kind, since }) =>
  ({
    live: 'Live',
    replaying: 'Replaying',
    connecting: 'Connecting',
    reconnecting: since === null ? 'Reconnecting' : `Reconnecting since ${sayClock(since)}`,
  })[kind]

/** How live the page is, said aloud when it changes. */
function connectionChip(connection) {
  const chip = element('p', { class: 'connection', role: 'status', 'aria-live': 'polite' })
  connection.listen((state) => {
    chip.dataset.state = state.kind
    fill(chip, element('span', { class: 'dot', 'aria-hidden': 'true' }), labelOf(state))
  })
  return chip
}

function lookUp() {
  const input = element('input', {
    type: 'search',
    name: 'search',
    'aria-label': 'Find an order: number, reference, SKU, tracking number',
    placeholder: 'Find an order…',
    autocomplete: 'off',
  })
  const find = (event) => {
    event.preventDefault()
    location.hash = addressOf('/orders', { search: input.value.trim() })
    input.value = ''
  }
  return element('form', { role: 'search', class: 'look-up', onsubmit: find }, input)
}

/** The head of every page: where one is, how live it is, who one is. */
export const topBar = ({ connection, viewer }, { onSignOut }) =>
  element(
    'div',
    { class: 'top-bar' },
    element(
      'a',
      { href: '#/board', class: 'brand' },
      element('img', { src: 'console/icon.svg', alt: '', width: 26, height: 26 }),
      'Crossdock',
    ),
    element(
      'nav',
      { 'aria-label': 'Main' },
      sections.map(({ section, href, name }) => element('a', { href, 'data-section': section }, name)),
    ),
    lookUp(),
    connectionChip(connection),
    element(
      'p',
      { class: 'who' },
      element('span', { class: 'quiet' }, `${viewer.actor.name ?? 'Somebody'} (${viewer.role})`),
      element('button', { type: 'button', class: 'plain', onclick: onSignOut }, 'Sign out'),
    ),
  )
