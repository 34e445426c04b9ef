import { askPerson } from '../ask-person.js'
import { cancelOrder, holdOrder, releaseHold, releaseOrder, validateOrder } from '../documents.js'
import { element } from '../element.js'
import { cancelReasonChoices, holdReasonChoices, say } from '../words.js'

const worded = (values) => values.map((value) => ({ value, label: say(value) }))
const reasons = (app, action) => app.reasonsFor(action).map(({ code, label }) => ({ value: code, label }))

const note = { name: 'note', label: 'Note', type: 'long', hint: 'Optional. Colleagues see it in the trail.' }

/** How each action is offered. `ifVersion` where acting on what one has not seen could do harm. */
const actions = {
  VALIDATE: () => ({
    name: 'Validate',
    text: 'Runs every validation rule again and places or lifts the holds that follow.',
    fields: [],
    submit: 'Validate',
    document: validateOrder,
    variables: ({ id }) => ({ id }),
  }),
  RELEASE: (app, order) => ({
    name: 'Release',
    text: 'Commits to fulfil it: allocates stock, picks the warehouse and plans the shipments.',
    fields: [
      { name: 'available', label: 'Release only what can go now and leave the rest open', type: 'checkbox' },
      ...((order.validation ?? []).some(({ passed, overridable }) => !passed && overridable)
        ? [
            {
              name: 'overrideReasonCode',
              label: 'Override failed rules because',
              type: 'select',
              options: reasons(app, 'RELEASE'),
            },
          ]
        : []),
    ],
    submit: 'Release',
    document: releaseOrder,
    variables: ({ id, version }, { available, overrideReasonCode = null }) => ({
      id,
      ifVersion: version,
      policy: available ? 'AVAILABLE' : 'ALL',
      overrideReasonCode,
    }),
  }),
  HOLD: () => ({
    name: 'Hold',
    text: 'Nothing of it is released while it is on hold. The buyer does not see holds.',
    fields: [
      { name: 'reason', label: 'Reason', type: 'select', required: true, options: worded(holdReasonChoices) },
      note,
    ],
    submit: 'Place the hold',
    document: holdOrder,
    variables: ({ id }, values) => ({ id, ...values }),
  }),
  CANCEL: () => ({
    name: 'Cancel',
    isDanger: true,
    text: 'Cancels every unit that has not left yet, and gives its stock back. This cannot be undone.',
    fields: [
      { name: 'reason', label: 'Reason', type: 'select', required: true, options: worded(cancelReasonChoices) },
      { name: 'refund', label: 'Refund what was paid for it', type: 'checkbox', value: true },
      note,
    ],
    submit: 'Cancel the order',
    document: cancelOrder,
    variables: ({ id, version }, values) => ({ id, ifVersion: version, ...values }),
  }),
}

function press(app, action, order, onDone) {
  askPerson({
    ...action,
    title: `${action.name} ${order.number}`,
    async send(values, key) {
      const data = await app.ask(action.document, { ...action.variables(order, values), key })
      return Object.values(data)[0].userErrors
    },
    onDone() {
      app.announce(`${action.name}: done.`)
      onDone()
    },
  })
}

/** A button for each simple action that the API says is legal now. */
export function orderActions(app, order, { latest, onDone }) {
  const legal = Object.keys(actions).filter((action) => order.allowedActions.includes(action))
  if (legal.length === 0) return null
  return element(
    'p',
    { class: 'buttons actions' },
    legal.map((action) => {
      const { name, isDanger } = actions[action](app, order)
      const begin = () => press(app, actions[action](app, latest()), latest(), onDone)
      const kind = isDanger ? 'danger' : action === 'RELEASE' ? 'primary' : null
      return element(
        'button',
        { type: 'button', class: kind, 'data-key': action, 'data-action': action, onclick: begin },
        `${name}…`,
      )
    }),
  )
}

/** Lifts one hold: an override by a person, so it needs a reason. */
export const askReleaseHold = (app, order, hold, onDone) =>
  press(
    app,
    {
      name: 'Release the hold on',
      text: `${say(hold.reason)}. A rule places its hold again only on new facts.`,
      fields: [
        { name: 'reasonCode', label: 'Reason', type: 'select', required: true, options: reasons(app, 'RELEASE_HOLD') },
        note,
      ],
      submit: 'Release the hold',
      document: releaseHold,
      variables: (_order, values) => ({ holdId: hold.id, ...values }),
    },
    order,
    onDone,
  )
