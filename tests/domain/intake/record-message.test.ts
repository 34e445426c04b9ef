import { expect, test } from 'vitest'
import { asksWhereItIs } from '#domain/decisions/record-message'

test.each([
  ['Where is my order?', true],
  ["It still hasn't arrived, can you help", true],
  ['When will it be delivered?', true],
  ['Do you have a tracking number', true],
  ['Order status please', true],
  ['Please change the colour to red', false],
  ['Thank you, it is lovely', false],
])('%s', (text, expected) => {
  expect(asksWhereItIs(text)).toBe(expected)
})
