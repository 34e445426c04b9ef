import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { feedLimits } from '#events/board-feed'
import { pollMs } from '#events/log'
import { ringSize } from '#events/ring'
import { subscriberLimits } from '#events/subscriber'
import { FILTER_LIST_LIMIT } from '#schema/order-filter'
import { keepLogDays } from '#store/log/retain-log'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'streams.md'), 'utf8')

test.each([
  ['the ring', `process together | ${ringSize.toLocaleString('en')} |`],
  ['a page of a stream', `further behind | ${subscriberLimits.page} |`],
  ['a checkpoint by count', `after every ${subscriberLimits.checkpointSkipped.toLocaleString('en')} events`],
  ['a checkpoint by time', `${subscriberLimits.checkpointMs / 1000} seconds after the last delivery`],
  ['retention', `(${keepLogDays} days unless`],
  ['entries of a filter', `At most ${FILTER_LIST_LIMIT} entries`],
  ['the recount of a board', `recounted every ${feedLimits.refreshMs / 1000} s`],
  ['the poll', `at most ${pollMs} ms more`],
])('docs/streams.md tells the limit of %s', (_, sentence) => {
  expect(page.replace(/\s+/g, ' ')).toContain(sentence)
})
