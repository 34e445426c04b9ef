import { describe, expect, test } from 'vitest'
import { type ReactedChannel, type ReactedEvent, reactionsTo, revalidateDelayMs } from '#domain/reactions'

const event = (patch: Partial<ReactedEvent>): ReactedEvent => ({
  type: 'ORDER_IMPORTED',
  orderId: null,
  status: null,
  previousStatus: null,
  channelKey: null,
  shipmentId: null,
  sku: null,
  data: {},
  ...patch,
})
const channel = (...stages: string[]): ReactedChannel => ({ enabled: true, stages })
const channels = new Map([
  ['auto', channel('AUTO_RELEASE', 'ORDER_IMPORT')],
  ['manual', channel()],
  ['off', { enabled: false, stages: ['ORDER_IMPORT'] }],
])
const tasks = (...events: ReactedEvent[]) => reactionsTo(events, channels).map((job) => job.task)

describe('an order that becomes ready', () => {
  const ready = { orderId: 'o', status: 'READY', channelKey: 'auto' } as const

  test.each([
    ['new and ready at once', event({ ...ready, type: 'ORDER_IMPORTED' })],
    ['validated', event({ ...ready, type: 'ORDER_VALIDATED', previousStatus: 'NEW' })],
    ['paid', event({ ...ready, type: 'PAYMENT_RECORDED', previousStatus: 'NEW' })],
    ['let go by a person', event({ ...ready, type: 'HOLD_RELEASED', previousStatus: 'READY' })],
  ])('is released by a job where the channel wants it: %s', (_, given) => {
    expect(reactionsTo([given], channels)).toEqual([
      { task: 'release-order', key: 'release-order:o', payload: { orderId: 'o' } },
    ])
  })

  test.each([
    ['the channel releases by hand', event({ ...ready, channelKey: 'manual' })],
    ['it is not ready', event({ ...ready, status: 'NEW' })],
    ['a person unreleased it', event({ ...ready, type: 'ORDER_STATUS_CHANGED', previousStatus: 'RELEASED' })],
    ['nothing changed for it', event({ ...ready, type: 'ORDER_UPDATED', previousStatus: 'READY' })],
  ])('is not, where %s', (_, given) => {
    expect(tasks(given)).toEqual([])
  })
})

describe('stock', () => {
  const moved = (fromState: string | null, toState: string | null) =>
    event({ type: 'STOCK_MOVED', sku: 'A-1', data: { fromState, toState } })

  test('that becomes available has the orders that wait for it looked at, once for many movements', () => {
    expect(reactionsTo([moved(null, 'AVAILABLE'), moved('COMMITTED', 'AVAILABLE')], channels)).toEqual([
      {
        task: 'revalidate-waiting',
        key: 'revalidate-waiting:A-1',
        payload: { sku: 'A-1' },
        delayMs: revalidateDelayMs,
      },
    ])
  })

  test('that is taken sets nothing in motion', () => {
    expect(tasks(moved('AVAILABLE', 'COMMITTED'), moved('PICKED', null))).toEqual([])
  })
})

describe('a channel', () => {
  test('is told in its own queue', () => {
    const pushed = event({ type: 'CHANNEL_PUSH_REQUESTED', orderId: 'o', channelKey: 'auto', data: { pushId: 'p' } })
    expect(reactionsTo([pushed], channels)).toEqual([
      {
        task: 'push-channel',
        key: 'push-channel:p',
        payload: { pushId: 'p', orderId: 'o', channelKey: 'auto' },
        queue: 'channel:auto',
      },
    ])
  })

  test('is polled when it is saved, unless it is off or does not import', () => {
    const saved = (channelKey: string) => event({ type: 'CHANNEL_SAVED', channelKey })
    expect(tasks(saved('auto'), saved('manual'), saved('off'))).toEqual(['poll-channel'])
  })
})

describe('a shipment', () => {
  test('that is packed or with the carrier is followed at the carrier, by one job', () => {
    const step = (type: ReactedEvent['type']) => event({ type, shipmentId: 's1' })
    expect(tasks(step('SHIPMENT_PACKED'), step('SHIPMENT_SHIPPED'))).toEqual(['carrier-step'])
  })
})

describe('a hold', () => {
  test('that ends by itself has a job that waits for its time, any other has none', () => {
    const held = (data: Record<string, unknown>) => event({ type: 'ORDER_HELD', orderId: 'o', data })
    expect(tasks(held({ expiresAt: '2026-11-23T00:00:00.000Z' }))).toEqual(['expire-holds'])
    expect(tasks(held({ expiresAt: null }))).toEqual([])
  })
})
