import { intentKey } from './api/client.js'
import { element, fill } from './element.js'

let lastId = 0

function control(field, id) {
  const { name, type = 'text', options = [], required = false, value = '' } = field
  if (type === 'checkbox') return element('input', { id, name, type, checked: value === true })
  if (type === 'long')
    return element('textarea', { id, name, required, rows: 3, maxlength: field.longest ?? 2_000 }, value)
  if (type === 'select') {
    const first = required ? 'Choose…' : '(none)'
    const choices = [{ value: '', label: first }, ...options]
    return element(
      'select',
      { id, name, required },
      choices.map((each) => element('option', { value: each.value }, each.label)),
    )
  }
  return element('input', { id, name, type, required, value })
}

function labelled(field) {
  lastId += 1
  const id = `field-${lastId}`
  const hint = field.hint && element('small', { id: `${id}-hint`, class: 'quiet' }, field.hint)
  const input = control(field, id)
  if (hint) input.setAttribute('aria-describedby', `${id}-hint`)
  const label = element('label', { for: id }, field.label)
  return element(
    'p',
    { class: field.type === 'checkbox' ? 'field tick' : 'field' },
    input.type === 'checkbox' ? [input, label] : [label, input],
    hint,
  )
}

const valuesOf = (form, fields) =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const input = form.elements.namedItem(name)
      const text = type === 'checkbox' ? input.checked : input.value.trim()
      return [name, text === '' ? null : text]
    }),
  )

/**
 * Asks for what a mutation needs, sends it, and stays open with what was refused. `send(values, key)` answers the userErrors;
 * the key is the same for the same values, so that a second click after a lost answer does nothing twice.
 */
export function askPerson({ title, text, fields, submit, isDanger = false, send, onDone }) {
  const problems = element('div', { role: 'alert' })
  const button = element('button', { type: 'submit', class: isDanger ? 'danger' : 'primary' }, submit)
  const close = () => dialog.close()
  const form = element(
    'form',
    { onsubmit: (event) => void sendForm(event) },
    element('h2', { id: 'dialog-title' }, title),
    text && element('p', null, text),
    fields.map(labelled),
    problems,
    element('p', { class: 'buttons' }, button, element('button', { type: 'button', onclick: close }, 'Leave it')),
  )
  const dialog = element('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => dialog.remove() }, form)
  let intent = { text: '', key: '' }

  async function sendForm(event) {
    event.preventDefault()
    if (button.disabled) return
    const values = valuesOf(form, fields)
    if (intent.text !== JSON.stringify(values)) intent = { text: JSON.stringify(values), key: intentKey() }
    button.disabled = true
    fill(problems)
    try {
      const errors = await send(values, intent.key)
      if (errors.length > 0)
        return fill(
          problems,
          errors.map(({ message }) => element('p', { class: 'notice bad' }, message)),
        )
      dialog.close()
      onDone()
    } catch (error) {
      fill(problems, element('p', { class: 'notice bad' }, error.message))
    } finally {
      button.disabled = false
    }
  }

  document.body.append(dialog)
  dialog.showModal()
}
