import { expect, test } from 'vitest'
import { isAllowed, problemOf } from '../../scripts/licences.mjs'

test.each(['MIT', 'ISC', 'Apache-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND ISC', 'PostgreSQL'])(
  '%s may be shipped',
  (licence) => expect(isAllowed(licence)).toBe(true),
)

test.each(['EPL-2.0', 'GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN FILE', 'UNLICENSED', ''])(
  '%s may not be shipped without a decision',
  (licence) => expect(isAllowed(licence)).toBe(false),
)

test('a package is named that hides its licence, or says another one than the lock file', () => {
  expect(problemOf('left 1.0.0', 'MIT', 'MIT')).toBeUndefined()
  expect(problemOf('left 1.0.0', undefined, undefined)).toContain('left 1.0.0 says nothing')
  expect(problemOf('left 1.0.0', 'MIT', 'EPL-2.0')).toContain('left 1.0.0 is under EPL-2.0')
})
