import { element, fill, keyedList } from '../element.js'
import { keptEvents } from '../event-feed.js'
import { eventRow } from '../event-row.js'
import { empty, trouble } from '../notice.js'
import { sayNumber } from '../words.js'

/** Everything that happens, newest first. A pause stops the picture, not the stream. */
export function streamView(app) {
  let isPaused = false
  const list = element('ol', { class: 'events', 'aria-label': 'Events, newest first' })
  const show = keyedList(list, { keyOf: ({ id }) => id, make: (event) => eventRow(event) })
  const state = element('p', { class: 'quiet', role: 'status' })
  const problem = element('div')
  const button = element('button', { type: 'button', 'aria-pressed': 'false', onclick: toggle }, 'Pause')
  let shownNewest

  function draw({ events, problem: message }) {
    fill(
      problem,
      message !== null && trouble(message),
      events.length === 0 && message === null && empty('Nothing has happened yet.'),
    )
    if (isPaused) {
      const waiting = events.findIndex(({ id }) => id === shownNewest)
      fill(state, `Paused; ${waiting === -1 ? `${sayNumber(keptEvents)} or more` : sayNumber(waiting)} newer`)
      return
    }
    shownNewest = events[0]?.id
    fill(state, `The latest ${sayNumber(events.length)} events`)
    show(events)
  }
  function toggle() {
    isPaused = !isPaused
    button.setAttribute('aria-pressed', String(isPaused))
    button.textContent = isPaused ? 'Go on' : 'Pause'
    app.announce(isPaused ? 'The stream is paused.' : 'The stream goes on.')
    draw(app.feed)
  }

  const stop = app.feed.listen(draw)
  return {
    title: 'Stream',
    element: element(
      'div',
      null,
      element('div', { class: 'head' }, element('h1', null, 'Stream'), state, button),
      problem,
      element('div', { class: 'card' }, list),
    ),
    stop,
  }
}
