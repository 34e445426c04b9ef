import { element } from './element.js'

/** What went wrong, where it went wrong, and a way to try again where there is one. */
export const trouble = (message, again) =>
  element(
    'div',
    { class: 'notice bad', role: 'alert' },
    element('p', null, message),
    again && element('button', { type: 'button', onclick: again }, 'Try again'),
  )

export const empty = (text) => element('p', { class: 'quiet empty' }, text)
