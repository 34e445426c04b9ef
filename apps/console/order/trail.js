import { orderTrailQuery } from '../documents.js'
import { element, fill, keyedList } from '../element.js'
import { eventRow } from '../event-row.js'
import { trouble } from '../notice.js'

/** An order's audit trail, newest first. By its sequence each event is in it once, whether it was read or came live. */
export function orderTrail(app, number) {
  const bySequence = new Map()
  let before = null
  let isStopped = false
  const list = element('ol', { class: 'events trail' })
  const show = keyedList(list, { keyOf: ({ id }) => id, make: (event) => eventRow(event, { withinOrder: true }) })
  const foot = element('div')

  function draw() {
    show([...bySequence.values()].sort((a, b) => b.sequence - a.sequence))
  }
  async function read({ fromEnd = false } = {}) {
    try {
      const { order } = await app.ask(orderTrailQuery, { number, before: fromEnd ? null : before })
      if (isStopped || order === null) return
      const { nodes, pageInfo } = order.events
      for (const event of nodes) bySequence.set(event.sequence, event)
      before = pageInfo.startCursor
      draw()
      const more = (event) => {
        event.target.disabled = true
        read()
      }
      fill(
        foot,
        pageInfo.hasPreviousPage &&
          element(
            'p',
            { class: 'buttons' },
            element('button', { type: 'button', 'data-key': 'older', onclick: more }, 'Older'),
          ),
      )
    } catch (error) {
      if (!isStopped)
        fill(
          foot,
          trouble(error.message, () => read({ fromEnd })),
        )
    }
  }
  return {
    element: element('section', { class: 'card' }, element('h2', null, 'Trail'), list, foot),
    /** The latest part of it. */
    readLatest: () => read({ fromEnd: true }),
    add(event) {
      bySequence.set(event.sequence, event)
      draw()
    },
    stop() {
      isStopped = true
    },
  }
}
