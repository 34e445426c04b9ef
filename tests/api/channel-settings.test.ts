import { beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()

beforeAll(async () => {
  await api.ask(`mutation {
    saveChannel(channelKey: "shop") { userErrors { code } }
    other: saveChannel(channelKey: "other") { userErrors { code } }
    saveStockItem(item: { sku: "MUG" }) { userErrors { code } }
    second: saveStockItem(item: { sku: "CUP" }) { userErrors { code } }
  }`)
})

const eventsOf = (channelKey: string) => api.store.prisma.event.count({ where: { channelKey } })

describe('mapChannelStatus', () => {
  const map = async (value: string, intent: string, more: Record<string, unknown> = {}) =>
    (
      await api.ask(
        `mutation ($key: String!, $value: String!, $intent: StatusIntent!, $holdReason: HoldReason) {
          mapChannelStatus(channelKey: $key, field: "state", value: $value, intent: $intent, holdReason: $holdReason) {
            channel { statusMap { field value intent holdReason } } userErrors { code field } } }`,
        { key: 'shop', value, intent, ...more },
      )
    ).mapChannelStatus

  test('says what a word of the channel asks, and may say it anew', async () => {
    await map('paid', 'ACCEPT')
    await map('review', 'HOLD', { holdReason: 'HIGH_RISK_OF_FRAUD' })
    const { channel, userErrors } = await map('paid', 'IGNORE')
    expect(userErrors).toEqual([])
    expect(channel.statusMap).toEqual([
      { field: 'state', value: 'paid', intent: 'IGNORE', holdReason: null },
      { field: 'state', value: 'review', intent: 'HOLD', holdReason: 'HIGH_RISK_OF_FRAUD' },
    ])
  })

  test('says it once however often it is said', async () => {
    await map('done', 'ACCEPT')
    const before = await eventsOf('shop')
    await map('done', 'ACCEPT')
    expect(await eventsOf('shop')).toBe(before)
  })

  test('knows a word in whatever letter case it comes', async () => {
    await map('Boxed', 'IGNORE')
    const { channel } = await map('BOXED', 'ACCEPT')
    const known = channel.statusMap.filter((entry: { value: string }) => /^boxed$/i.test(entry.value))
    expect(known).toEqual([{ field: 'state', value: 'BOXED', intent: 'ACCEPT', holdReason: null }])
  })

  test('is refused without the reason of a hold, and for a channel that is not there', async () => {
    expect((await map('x', 'HOLD')).userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['holdReason'] }])
    expect((await map('x', 'IGNORE', { key: 'nope' })).userErrors).toEqual([
      { code: 'UNKNOWN_CHANNEL', field: ['channelKey'] },
    ])
    expect((await map('x', 'IGNORE', { key: 'a\0' })).userErrors).toEqual([
      { code: 'UNKNOWN_CHANNEL', field: ['channelKey'] },
    ])
  })
})

describe('mapChannelSku', () => {
  const map = async (channelSku: string, sku: string) =>
    (
      await api.ask(
        `mutation ($channelSku: String!, $sku: String!) {
          mapChannelSku(channelKey: "shop", channelSku: $channelSku, sku: $sku) { channel { key } userErrors { code field } } }`,
        { channelSku, sku },
      )
    ).mapChannelSku
  const meaning = async (channelSku: string) =>
    (await api.store.prisma.channelSkuMapping.findMany({ where: { channelSku }, include: { stockItem: true } })).map(
      (mapping) => mapping.stockItem.sku,
    )

  test('says which item a SKU of the channel means, in place of the one before', async () => {
    expect(await map('shop-1', 'MUG')).toEqual({ channel: { key: 'shop' }, userErrors: [] })
    await map('shop-1', 'CUP')
    expect(await meaning('shop-1')).toEqual(['CUP'])
    const last = await api.store.prisma.event.findFirstOrThrow({ where: { sku: 'CUP' }, orderBy: { id: 'desc' } })
    expect(last).toMatchObject({
      type: 'CHANNEL_SAVED',
      changes: [{ field: 'skuMap.shop-1', before: 'MUG', after: 'CUP' }],
    })
  })

  test('an unknown item is refused', async () => {
    expect((await map('shop-2', 'NOPE')).userErrors).toEqual([{ code: 'UNKNOWN_SKU', field: ['sku'] }])
    expect(await meaning('shop-2')).toEqual([])
  })
})

describe('saveHandoffs', () => {
  const step = (n: number, name: string) => ({
    step: n,
    name,
    source: 'shop',
    target: 'crossdock',
    automated: n > 1,
    stage: null,
  })
  const save = async (handoffs: object[]) =>
    (
      await api.ask(
        `mutation ($handoffs: [HandoffInput!]!) { saveHandoffs(channelKey: "shop", handoffs: $handoffs) {
          channel { handoffs { step name source target automated stage } } userErrors { code field } } }`,
        { handoffs },
      )
    ).saveHandoffs

  test('writes down the whole path in place of the one before', async () => {
    await save([step(1, 'Order'), step(2, 'Pay'), step(3, 'Pick')])
    const { channel } = await save([step(2, 'Pick'), step(1, 'Order')])
    expect(channel.handoffs).toEqual([step(1, 'Order'), step(2, 'Pick')])
    expect((await save([])).channel.handoffs).toEqual([])
  })

  test('two steps with one number are refused, and the path stays', async () => {
    await save([step(1, 'Order')])
    expect(await save([step(1, 'A'), step(1, 'B')])).toEqual({
      channel: { handoffs: [step(1, 'Order')] },
      userErrors: [{ code: 'INVALID_INPUT', field: ['handoffs', '1', 'step'] }],
    })
  })
})

describe('recordSyncRun', () => {
  const at = (minute: number) => `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`
  const record = async (minute: number, more: Record<string, unknown> = {}, asker = {}) =>
    (
      await api.ask(
        `mutation ($key: String!, $startedAt: DateTime!, $ok: Boolean, $error: String, $watermark: String, $seen: Int) {
          recordSyncRun(channelKey: $key, resource: "orders", startedAt: $startedAt, finishedAt: $startedAt, ok: $ok, error: $error,
            watermark: $watermark, seen: $seen) { channel { syncRuns { resource startedAt ok seen error } } userErrors { code field } } }`,
        { key: 'shop', startedAt: at(minute), ok: true, ...more },
        asker,
      )
    ).recordSyncRun
  const cases = async () =>
    (await api.ask('{ exceptions(filter: { kinds: [CHANNEL_UNAVAILABLE] }) { nodes { status evidence } } }')).exceptions
      .nodes

  test('keeps the latest run of a resource', async () => {
    await record(1, { seen: 4 })
    const { channel } = await record(2, { seen: 9 })
    expect(channel.syncRuns).toEqual([{ resource: 'orders', startedAt: at(2), ok: true, seen: 9, error: null }])
    expect((await record(1)).channel.syncRuns[0].startedAt).toBe(at(2))
  })

  test('two failures in a row open one exception, the next success closes it', async () => {
    await record(10, { ok: false, error: '503' })
    expect(await cases()).toEqual([])
    await record(11, { ok: false, error: '503' })
    await record(12, { ok: false, error: '504' })
    expect(await cases()).toEqual([{ status: 'OPEN', evidence: { resource: 'orders', error: '503' } }])
    await record(13)
    expect((await cases())[0].status).toBe('RESOLVED')
  })

  test('a connector records for its own channel alone', async () => {
    const own = { role: 'connector', channelKey: 'other' }
    expect((await record(20, { key: 'other' }, own)).userErrors).toEqual([])
    expect((await record(20, { key: 'shop' }, own)).userErrors).toEqual([
      { code: 'UNKNOWN_CHANNEL', field: ['channelKey'] },
    ])
  })
})
