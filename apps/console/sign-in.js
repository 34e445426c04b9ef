import { element, fill } from './element.js'

/** Asks for a token. `onToken` throws what is wrong with it. */
export function signIn({ reason, onToken }) {
  const problem = element('div', { role: 'alert' }, reason && element('p', { class: 'notice bad' }, reason))
  const input = element('input', {
    id: 'token',
    name: 'token',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    autofocus: true,
    'aria-describedby': 'token-hint',
  })
  const button = element('button', { type: 'submit', class: 'primary' }, 'Sign in')
  async function send(event) {
    event.preventDefault()
    if (button.disabled) return
    button.disabled = true
    fill(problem)
    try {
      await onToken(input.value.trim())
    } catch (error) {
      fill(problem, element('p', { class: 'notice bad' }, error.message))
      button.disabled = false
      input.select()
    }
  }
  return element(
    'section',
    { class: 'sign-in card' },
    element('h1', null, 'Crossdock console'),
    element('p', null, 'The live board, the orders and the exception queue. Sign in with a token of the API.'),
    element(
      'form',
      { onsubmit: (event) => void send(event) },
      element('p', { class: 'field' }, element('label', { for: 'token' }, 'Token'), input),
      problem,
      element('p', { class: 'buttons' }, button),
    ),
    element(
      'p',
      { class: 'quiet', id: 'token-hint' },
      'The demo and the first start print tokens; ',
      element('code', null, 'npx crossdock token create --role operator --name "Back office"'),
      ' makes one. It is kept in this browser tab only, until you sign out or close the tab, and is sent to this server and nowhere else.',
    ),
  )
}
