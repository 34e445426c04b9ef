import { parseCronItems } from 'graphile-worker'
import { describe, expect, it } from 'vitest'
import { reactionsTo } from '#domain/reactions'
import { automationStages } from '#domain/vocabulary'
import { schedule } from '#jobs/schedule'
import { tasks } from '#jobs/tasks'
import {
  channelOf,
  held,
  houseIn,
  imported,
  mappedSku,
  mappedStatus,
  savedChannel,
  savedItem,
  savedWarehouse,
  unreleased,
} from '../support/decided-events.ts'
import { recordedOf } from '../support/recorded.ts'

const byName = new Map(tasks.map((each) => [each.name, each]))

describe('the jobs', () => {
  it('have each a name of their own', () => {
    expect(byName.size).toBe(tasks.length)
  })

  it('that events ask for are known, and take what they are given', () => {
    const channels = new Map([['shop', { enabled: true, stages: automationStages }]])
    const house = houseIn('shop', {}, { stages: ['TRACKING_PUSH'] })
    const shop = channelOf({ key: 'shop' })
    const events = [
      imported('shop'),
      held('2026-12-01T00:00:00.000Z'),
      recordedOf(unreleased('shop')),
      recordedOf(house.release(), house.pick(), house.pack(), house.ship()),
      savedChannel(shop, { key: 'shop', stages: ['AUTO_RELEASE'] }),
      mappedSku(shop, 'A-1'),
      mappedStatus(shop),
      savedItem(null, { sku: 'A-1' }),
      savedWarehouse({ key: 'w', enabled: false }, { key: 'w', enabled: true }),
    ].flat()
    const jobs = reactionsTo(events, channels)
    for (const job of jobs) expect(byName.get(job.task)?.payload.parse(job.payload)).toEqual(job.payload)
    expect([...new Set(jobs.map(({ task }) => task))].sort()).toEqual([
      'carrier-step',
      'expire-holds',
      'poll-channel',
      'push-channel',
      'release-order',
      'release-ready',
      'revalidate-waiting',
    ])
  })

  it('that the clock asks for are known, and are there once however often the minute comes', () => {
    for (const { task, options } of schedule) {
      expect(byName.has(task)).toBe(true)
      expect(options?.jobKey).toMatch(/./)
    }
    expect(parseCronItems([...schedule])).toHaveLength(schedule.length)
  })
})
