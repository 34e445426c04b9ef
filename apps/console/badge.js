import { element } from './element.js'
import { say, toneOf } from './words.js'

/** A status as a small label: its word, coloured. */
export const badge = (word, tone = toneOf(word)) => element('span', { class: `badge ${tone}` }, say(word))

export const orderLink = (number) =>
  number === null || number === undefined
    ? '–'
    : element('a', { href: `#/orders/${encodeURIComponent(number)}`, class: 'number' }, number)
