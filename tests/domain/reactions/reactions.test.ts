import { describe, expect, test } from 'vitest'
import type { RecordedEvent } from '#domain/events/recorded'
import { Draft } from '#domain/order/draft'
import { liftHold } from '#domain/order/holds'
import { type ReactedChannel, reactionsTo, revalidateDelayMs } from '#domain/reactions'
import {
  channelOf,
  held,
  houseIn,
  imported,
  mappedSku,
  mappedStatus,
  paid,
  savedChannel,
  savedItem,
  savedWarehouse,
  unreleased,
  validated,
} from '../../support/decided-events.ts'
import { holdOf } from '../../support/house.ts'
import { recordedOf } from '../../support/recorded.ts'

const channel = (...stages: string[]): ReactedChannel => ({ enabled: true, stages })
const channels = new Map([
  ['auto', channel('AUTO_RELEASE', 'ORDER_IMPORT')],
  ['manual', channel()],
  ['off', { enabled: false, stages: ['ORDER_IMPORT', 'AUTO_RELEASE'] }],
])
const jobs = (events: RecordedEvent[]) => reactionsTo(events, channels)
const tasks = (events: RecordedEvent[]) => jobs(events).map((job) => job.task)

describe('an order that becomes ready', () => {
  const letGo = (channelKey: string) => {
    const house = houseIn(channelKey, { holds: [holdOf()] })
    return recordedOf(
      house.do((facts, moment) => {
        const draft = Draft.edit(facts, moment)
        liftHold(draft, 'hold', { reasonCode: 'OTHER' })
        return draft.finish()
      }),
    )
  }

  test.each([
    ['new and ready at once', imported],
    ['validated', validated],
    ['paid', paid],
    ['let go by a person', letGo],
  ])('is released by a job where the channel wants it, and not where it does not: %s', (_, decided) => {
    const [wanted, ...others] = jobs(decided('auto'))
    expect(wanted).toMatchObject({ task: 'release-order', key: `release-order:${wanted?.payload.orderId}` })
    expect(others).toEqual([])
    expect(tasks(decided('manual'))).toEqual([])
  })

  test('is not released while it waits for its payment, nor when a person took it back', () => {
    expect(tasks(imported('auto', { paid: false }))).toEqual([])
    expect(tasks(recordedOf({ ...unreleased('auto'), movements: [] }))).toEqual([])
  })
})

describe('stock', () => {
  test('that becomes available has the orders that wait for it looked at, once for many movements', () => {
    const back = recordedOf(unreleased('manual'), unreleased('manual'))
    expect(back.filter(({ type }) => type === 'STOCK_MOVED')).toHaveLength(2)
    expect(jobs(back)).toEqual([
      {
        task: 'revalidate-waiting',
        key: 'revalidate-waiting:INVENTORY_OUT_OF_STOCK:MUG',
        payload: { reason: 'INVENTORY_OUT_OF_STOCK', sku: 'MUG' },
        delayMs: revalidateDelayMs,
      },
    ])
  })

  test('that is taken sets nothing in motion', () => {
    const house = houseIn('manual')
    const taken = recordedOf(house.release(), house.pick())
    expect(taken.filter(({ type }) => type === 'STOCK_MOVED')).toHaveLength(2)
    expect(tasks(taken)).toEqual([])
  })
})

describe('what orders may wait for beside stock', () => {
  const manual = channelOf({ key: 'manual', settings: { releaseOnAuthorization: false } })
  const stock = 'INVENTORY_OUT_OF_STOCK'

  test.each([
    ['a new item', savedItem(null, { sku: 'A-1' }), { reason: 'UNMAPPED_SKU', sku: 'A-1' }],
    [
      'a lower safety stock',
      savedItem({ sku: 'A-1', safetyStock: 5 }, { sku: 'A-1', safetyStock: 0 }),
      { reason: stock, sku: 'A-1' },
    ],
    [
      'a warehouse that is switched on',
      savedWarehouse({ key: 'w', enabled: false }, { key: 'w', enabled: true }),
      { reason: stock },
    ],
    ['a mapped SKU', mappedSku(manual, 'A-1'), { reason: 'UNMAPPED_SKU', channelKey: 'manual' }],
    ['a mapped status', mappedStatus(manual), { channelKey: 'manual' }],
    [
      'a setting of a channel that changes',
      savedChannel(manual, { key: 'manual', settings: { releaseOnAuthorization: true } }),
      { channelKey: 'manual' },
    ],
    [
      'a setting that a channel had not',
      savedChannel(channelOf({ key: 'manual' }), { key: 'manual', settings: { releaseOnAuthorization: true } }),
      { channelKey: 'manual' },
    ],
    [
      'a setting that a channel has no more',
      savedChannel(manual, { key: 'manual', settings: {} }),
      { channelKey: 'manual' },
    ],
  ])('has the orders that wait for it judged again: %s', (_, events, payload) => {
    const [wanted, ...others] = jobs(events)
    expect(wanted).toMatchObject({ task: 'revalidate-waiting', payload })
    expect(others).toEqual([])
  })

  test.each([
    ['an item gets a name', savedItem({ sku: 'A-1' }, { sku: 'A-1', name: 'Mug' })],
    ['its safety stock grows', savedItem({ sku: 'A-1' }, { sku: 'A-1', safetyStock: 5 })],
    ['a warehouse is new, and empty', savedWarehouse(null, { key: 'w' })],
    ['a channel gets a name', savedChannel(manual, { key: 'manual', name: 'b' })],
    [
      'a channel is new, whatever its settings',
      savedChannel(null, { key: 'manual', settings: { releaseOnAuthorization: true } }),
    ],
  ])('concerns nobody where %s', (_, events) => {
    expect(events).toHaveLength(1)
    expect(tasks(events)).toEqual([])
  })
})

describe('a channel', () => {
  test('that begins to release by itself has what is ready released', () => {
    const begun = (key: string) => savedChannel(channelOf({ key }), { key, stages: ['AUTO_RELEASE'] })
    const turnedOn = (key: string) => savedChannel(channelOf({ key, enabled: false }), { key, enabled: true })
    expect(tasks(begun('auto'))).toContain('release-ready')
    expect(tasks(turnedOn('auto'))).toContain('release-ready')
    const others = [savedChannel(channelOf({ key: 'auto' }), { key: 'auto', name: 'b' }), begun('manual'), begun('off')]
    expect(tasks(others.flat())).not.toContain('release-ready')
  })

  test('is notified in its own queue', () => {
    const house = houseIn('auto', {}, { stages: ['CANCELLATION_SYNC'] })
    const { payload, ...job } = jobs(recordedOf(house.cancel())).find(({ task }) => task === 'push-channel')!
    const { pushId } = payload
    expect(house.state.pushes.map(({ id }) => id)).toEqual([pushId])
    expect(payload).toEqual({ pushId, orderId: 'order', channelKey: 'auto' })
    expect(job).toEqual({ task: 'push-channel', key: `push-channel:${pushId}`, queue: 'channel:auto' })
  })

  test('is polled when it is saved, unless it is off or does not import', () => {
    const saved = ['auto', 'manual', 'off'].flatMap((key) => savedChannel(channelOf({ key }), { key, name: 'b' }))
    expect(tasks(saved)).toEqual(['poll-channel'])
  })
})

describe('a shipment', () => {
  test('that is packed or with the carrier is followed at the carrier, by one job', () => {
    const house = houseIn('manual')
    expect(tasks(recordedOf(house.release(), house.pick()))).toEqual([])
    expect(tasks(recordedOf(house.pack(), house.ship()))).toEqual(['carrier-step'])
  })
})

describe('a hold', () => {
  test('that ends by itself has a job that waits for its time, any other has none', () => {
    expect(tasks(held('2026-11-24T00:00:00.000Z'))).toEqual(['expire-holds'])
    expect(tasks(held(null))).toEqual([])
  })
})
