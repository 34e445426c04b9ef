import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoted, unquoted } from '#cli/import/formula-cells'

test('whatever a cell holds, it is read as it was before it was quoted', () => {
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=@+\-\t\r＝]?.{0,5}$/))
  fc.assert(
    fc.property(cell, (text) => unquoted(quoted(text)) === text),
    { seed: 7, numRuns: 2_000 },
  )
})

test.each(['=A1', '@A1', '+A1', '-A1', '\t=A1', '\r=A1', '＝A1', '+44 20', '--1', '-'])('%j is quoted', (cell) => {
  expect(quoted(cell)).toBe(`'${cell}`)
})

test.each(['-5', '+5.00', '-1,234.50', '-.5', 'A=1', "O'Neill", "'tis", '', '5-6'])('%j is left as it is', (cell) => {
  expect(quoted(cell)).toBe(cell)
  expect(unquoted(cell)).toBe(cell)
})
