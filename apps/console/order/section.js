import { element } from '../element.js'

/** A card with a heading. */
export const section = (title, ...children) =>
  element('section', { class: 'card' }, element('h2', null, title), ...children)

/** What is known, as names and values; what is not is left out. */
export const facts = (pairs) =>
  element(
    'dl',
    { class: 'facts-list' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => element('div', null, element('dt', null, name), element('dd', null, value))),
  )
