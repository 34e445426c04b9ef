import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as intake from '#domain/input/limits'
import { JSON_DEPTH_LIMIT, JSON_LIMIT, LINE_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT } from '#domain/values/text'

const page = readFileSync(new URL('../../../docs/intake.md', import.meta.url), 'utf8')
const limits = page.slice(page.indexOf('## Limits'))

test.each(Object.entries({ ...intake, JSON_LIMIT, JSON_DEPTH_LIMIT, LINE_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT }))(
  '%s is documented as it is',
  (_, value) => {
    expect(limits).toMatch(new RegExp(`\\| [^|]*\\b${value.toLocaleString('en-GB').replace(',', ',?')}\\b`))
  },
)
