import { follow } from '../api/follow.js'
import { badge } from '../badge.js'
import { orderEventsStream, orderQuery } from '../documents.js'
import { element, fill, part } from '../element.js'
import { empty, trouble } from '../notice.js'
import { aboutSection, moneySection } from '../order/about.js'
import { askReleaseHold, orderActions } from '../order/actions.js'
import { linesSection, shipmentsSection } from '../order/goods.js'
import { orderTrail } from '../order/trail.js'
import { checksSection, exceptionsSection, holdsSection } from '../order/troubles.js'
import { say } from '../words.js'

/** Events come in bursts; the order is read once for all of them. */
const batchDelayMs = 200

const heading = ({ number, status, customerStatus, paymentStatus }) =>
  element(
    'div',
    { class: 'head' },
    element('div', { class: 'facts' }, element('h1', { class: 'number' }, number), badge(status)),
    element(
      'span',
      { class: 'quiet' },
      `The buyer sees: ${say(customerStatus).toLowerCase()}. Payment: ${say(paymentStatus).toLowerCase()}.`,
    ),
  )

/** One order with everything that is known of it, as it changes. */
export function orderView(app, [number]) {
  let order
  let isStopped = false
  let batchTimer
  let stopFollowing = () => {}
  const trail = orderTrail(app, number)
  const message = element('div', null, empty('Loading…'))
  const onDone = () => read()
  const parts = [
    [
      part(heading),
      ({ number, status, customerStatus, paymentStatus }) => ({ number, status, customerStatus, paymentStatus }),
    ],
    [
      part((data) => orderActions(app, data, { latest: () => order, onDone })),
      ({ number, allowedActions, validation }) => ({ number, allowedActions, validation }),
    ],
    [
      part((data) =>
        holdsSection(data, {
          mayRelease: data.allowedActions.includes('RELEASE_HOLD'),
          onRelease: (hold) => askReleaseHold(app, order, hold, onDone),
        }),
      ),
      ({ holds, allowedActions }) => ({ holds, allowedActions }),
    ],
    [part(exceptionsSection), ({ exceptions }) => ({ exceptions })],
  ]
  const left = [
    [part(linesSection), ({ lines }) => ({ lines })],
    [part(shipmentsSection), ({ shipments }) => ({ shipments })],
  ]
  const right = [
    [part(aboutSection), ({ version: _, allowedActions: __, lines: ___, shipments: ____, ...rest }) => rest],
    [part(moneySection), (all) => all],
    [
      part(checksSection),
      ({ validation, pendingChange, cancellationRequests, channelPushes }) => ({
        validation,
        pendingChange,
        cancellationRequests,
        channelPushes,
      }),
    ],
  ]
  const whole = element(
    'div',
    { hidden: true },
    parts.map(([each]) => each.element),
    element(
      'div',
      { class: 'columns' },
      element(
        'div',
        null,
        left.map(([each]) => each.element),
        trail.element,
      ),
      element(
        'div',
        null,
        right.map(([each]) => each.element),
      ),
    ),
  )

  /** Shows the order as it is now, and gives the cursor after which everything is news to it. */
  async function read() {
    try {
      const answer = await app.ask(orderQuery, { number })
      if (isStopped) return null
      if (answer.order === null) {
        fill(message, empty(`There is no order ${number}.`))
        return null
      }
      // An answer that was overtaken by another one is older than what is shown.
      if (order === undefined || answer.order.version >= order.version) order = answer.order
      fill(message)
      whole.hidden = false
      for (const [each, shownOf] of [...parts, ...left, ...right]) each.show(shownOf(order))
      return answer.eventLog.head
    } catch (error) {
      if (!isStopped) fill(message, trouble(error.message, begin))
      return null
    }
  }
  async function begin() {
    stopFollowing()
    const after = await read()
    if (isStopped || after === null) return
    stopFollowing = follow(app, {
      document: orderEventsStream,
      field: 'orderEvents',
      variables: { orderNumbers: [order.number] },
      after,
      onEvent(event) {
        trail.add(event)
        if (event.sequence > order.version) batchTimer ??= setTimeout(readAgain, batchDelayMs)
      },
      onExpired: begin,
      onProblem: (text) => fill(message, trouble(text)),
    })
    // After the cursor was taken: what the trail does not show yet comes with the stream.
    trail.readLatest()
  }
  function readAgain() {
    batchTimer = undefined
    read()
  }

  begin()
  return {
    title: number,
    element: element('div', null, message, whole),
    stop() {
      isStopped = true
      clearTimeout(batchTimer)
      stopFollowing()
      trail.stop()
    },
  }
}
