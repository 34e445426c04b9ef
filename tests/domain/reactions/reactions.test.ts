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
  changes: [],
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
        key: 'revalidate-waiting:INVENTORY_OUT_OF_STOCK:A-1',
        payload: { reason: 'INVENTORY_OUT_OF_STOCK', sku: 'A-1' },
        delayMs: revalidateDelayMs,
      },
    ])
  })

  test('that is taken sets nothing in motion', () => {
    expect(tasks(moved('AVAILABLE', 'COMMITTED'), moved('PICKED', null))).toEqual([])
  })
})

describe('what orders may wait for beside stock', () => {
  const change = (field: string, before: unknown, after: unknown) => ({ field, before, after })
  const item = { type: 'SETTINGS_CHANGED', sku: 'A-1', data: { subject: 'STOCK_ITEM' } } as const
  const house = { type: 'SETTINGS_CHANGED', data: { subject: 'WAREHOUSE' } } as const
  const saved = { type: 'CHANNEL_SAVED', channelKey: 'manual' } as const
  const stock = 'INVENTORY_OUT_OF_STOCK'

  test.each([
    ['a new item', { ...item, changes: [change('sku', null, 'A-1')] }, { reason: 'UNMAPPED_SKU', sku: 'A-1' }],
    ['a lower safety stock', { ...item, changes: [change('safetyStock', 5, 0)] }, { reason: stock, sku: 'A-1' }],
    ['a warehouse that is switched on', { ...house, changes: [change('enabled', false, true)] }, { reason: stock }],
    [
      'a mapped SKU',
      { ...saved, changes: [change('skuMap.X', null, 'A-1')] },
      { reason: 'UNMAPPED_SKU', channelKey: 'manual' },
    ],
    [
      'a mapped status',
      { ...saved, changes: [change('statusMap.state.odd.intent', null, 'ACCEPT')] },
      { channelKey: 'manual' },
    ],
    [
      'other settings of a channel',
      { ...saved, changes: [change('settings', {}, { a: 1 })] },
      { channelKey: 'manual' },
    ],
  ])('has the orders that wait for it judged again: %s', (_, given, payload) => {
    const [wanted, ...others] = reactionsTo([event(given)], channels)
    expect(wanted).toMatchObject({ task: 'revalidate-waiting', payload })
    expect(others).toEqual([])
  })

  test.each([
    ['an item gets a name', { ...item, changes: [change('name', null, 'Mug')] }],
    ['its safety stock grows', { ...item, changes: [change('safetyStock', 0, 5)] }],
    ['a warehouse is new, and empty', { ...house, changes: [change('enabled', null, true)] }],
    ['a channel gets a name', { ...saved, changes: [change('name', 'a', 'b')] }],
  ])('concerns nobody where %s', (_, given) => {
    expect(tasks(event(given))).toEqual([])
  })
})

describe('a channel', () => {
  test('that begins to release by itself has what is ready released', () => {
    const begun = (channelKey: string, field: string) =>
      event({ type: 'CHANNEL_SAVED', channelKey, changes: [{ field, before: null, after: null }] })
    expect(tasks(begun('auto', 'stages'))).toContain('release-ready')
    expect(tasks(begun('auto', 'enabled'))).toContain('release-ready')
    expect(tasks(begun('auto', 'name'), begun('manual', 'stages'), begun('off', 'enabled'))).not.toContain(
      'release-ready',
    )
  })

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
