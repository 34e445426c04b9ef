import { parseCronItems } from 'graphile-worker'
import { describe, expect, it } from 'vitest'
import { eventTypes } from '#domain/events'
import { type ReactedEvent, reactionsTo } from '#domain/reactions'
import { automationStages } from '#domain/vocabulary'
import { schedule } from '#jobs/schedule'
import { tasks } from '#jobs/tasks'

const byName = new Map(tasks.map((each) => [each.name, each]))

describe('the jobs', () => {
  it('have each a name of their own', () => {
    expect(byName.size).toBe(tasks.length)
  })

  it.each(eventTypes)('that %s asks for are known, and take what they are given', (type) => {
    const channels = new Map([['shop', { enabled: true, stages: automationStages }]])
    const event: ReactedEvent = {
      type,
      orderId: 'order',
      status: 'READY',
      previousStatus: 'NEW',
      channelKey: 'shop',
      shipmentId: 'shipment',
      sku: 'sku',
      changes: ['stages', 'skuMap.X', 'sku'].map((field) => ({ field, before: null, after: 'x' })),
      data: { toState: 'AVAILABLE', pushId: 'push', expiresAt: '2026-03-01T10:00:00.000Z' },
    }
    for (const job of reactionsTo([event], channels)) {
      expect(byName.get(job.task)?.payload.parse(job.payload)).toEqual(job.payload)
    }
  })

  it('that the clock asks for are known, and are there once however often the minute comes', () => {
    for (const { task, options } of schedule) {
      expect(byName.has(task)).toBe(true)
      expect(options?.jobKey).toMatch(/./)
    }
    expect(parseCronItems([...schedule])).toHaveLength(schedule.length)
  })
})
