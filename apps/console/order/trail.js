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
  async function read() {
    try {
      const { eventLog, order } = await app.ask(orderTrailQuery, { number, before })
      if (isStopped || order === null) return null
      const { nodes, pageInfo } = order.events
      for (const event of nodes) bySequence.set(event.sequence, event)
      before = pageInfo.startCursor
      draw()
      fill(
        foot,
        pageInfo.hasPreviousPage &&
          element(
            'p',
            { class: 'buttons' },
            element('button', { type: 'button', 'data-key': 'older', onclick: read }, 'Older'),
          ),
      )
      return eventLog.head
    } catch (error) {
      if (!isStopped) fill(foot, trouble(error.message, read))
      return null
    }
  }
  return {
    element: element('section', { class: 'card' }, element('h2', null, 'Trail'), list, foot),
    /** Gives the cursor after which the live events follow. */
    read,
    add(event) {
      bySequence.set(event.sequence, event)
      draw()
    },
    stop() {
      isStopped = true
    },
  }
}
