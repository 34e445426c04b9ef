import { describe, expect, test } from 'vitest'
import { Refusal } from '#domain/problems'
import { mapChannelStatus, STATUS_MAP_LIMIT, type StatusMappingRow } from '#domain/settings/map-channel-status'
import { recordSyncRun, type SyncRunRow } from '#domain/settings/record-sync-run'
import { type ChannelToSave, saveChannel } from '#domain/settings/save-channel'
import { HANDOFF_LIMIT, saveHandoffs } from '#domain/settings/save-handoffs'
import { saveStockItem } from '#domain/settings/save-stock-item'
import { saveWarehouse } from '#domain/settings/save-warehouse'

const moment = { id: 'new', now: '2026-11-23T10:00:00.000Z' }
const shop = { id: 'channel', key: 'shop' }

/** The code and path that a decision is refused with. */
const refusal = (decide: () => unknown): string => {
  try {
    decide()
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map((p) => `${p.code} ${p.field?.join('.')}`).join(', ')
    throw error
  }
  return 'accepted'
}

const locations = { 'Depot 1': 'main' }

describe('a channel', () => {
  const save = (patch: Partial<ChannelToSave> = {}) => saveChannel(null, { key: 'shop-uk', ...patch }, moment)

  test('that is new takes its key as name and automates nothing', () => {
    expect(save().row).toEqual({
      id: 'new',
      key: 'shop-uk',
      name: 'shop-uk',
      kind: 'custom',
      enabled: true,
      stages: [],
      settings: {},
      updatedAt: moment.now,
    })
  })

  test('keeps what is not given, and the audit trail has what changed, settings one by one', () => {
    const before = save({ name: 'Shop', settings: { releaseOnAuthorization: true }, stages: ['TRACKING_PUSH'] }).row
    const { row, event } = saveChannel(
      before,
      {
        key: 'shop-uk',
        stages: ['AUTO_RELEASE', 'ORDER_IMPORT', 'AUTO_RELEASE'],
        settings: { releaseOnAuthorization: false, locations },
      },
      { ...moment, now: '2026-11-24T10:00:00.000Z' },
    )
    expect(row).toMatchObject({
      id: 'new',
      name: 'Shop',
      stages: ['ORDER_IMPORT', 'AUTO_RELEASE'],
      settings: { releaseOnAuthorization: false, locations },
    })
    expect(event?.changes).toEqual([
      { field: 'stages', before: ['TRACKING_PUSH'], after: ['ORDER_IMPORT', 'AUTO_RELEASE'] },
      { field: 'settings.releaseOnAuthorization', before: true, after: false },
      { field: 'settings.locations', before: null, after: locations },
    ])
  })

  test('that is saved as it is changes nothing', () => {
    const before = save({ name: 'Shop', settings: { locations } }).row
    expect(saveChannel(before, { key: 'shop-uk', name: ' Shop ', settings: { locations } }, moment).event).toBeNull()
  })

  test.each([
    [{ key: '' }, 'INVALID_INPUT channelKey'],
    [{ key: 'a b' }, 'INVALID_INPUT channelKey'],
    [{ key: '-a' }, 'INVALID_INPUT channelKey'],
    [{ name: '' }, 'INVALID_INPUT name'],
    [{ name: 'x'.repeat(501) }, 'INVALID_INPUT name'],
    [{ kind: 'Shop ify' }, 'INVALID_INPUT kind'],
    [{ kind: 'unheard-of' }, 'INVALID_INPUT kind'],
    [{ kind: 'sandbox' }, 'accepted'],
    [{ stages: ['AUTO_RELEASE', 'LABELS'] }, 'INVALID_INPUT stages'],
    [{ settings: { foo: 1 } }, 'INVALID_INPUT settings'],
    [{ settings: { toString: 1 } }, 'INVALID_INPUT settings'],
    [{ settings: { releaseOnAuthorization: 'yes' } }, 'INVALID_INPUT settings.releaseOnAuthorization'],
    [{ settings: { locations: { depot: 1 } } }, 'INVALID_INPUT settings.locations'],
    [{ settings: { locations: { depot: '\0' } } }, 'INVALID_INPUT settings.locations'],
    [
      { settings: { locations: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [n, 'main'])) } },
      'INVALID_INPUT settings.locations',
    ],
    [{ settings: { locations: { 'Depot 1': 'main' } } }, 'accepted'],
    [{ settings: [] }, 'INVALID_INPUT settings'],
    [{ settings: 'x' }, 'INVALID_INPUT settings'],
    [{ key: 'A' }, 'accepted'],
    [{ key: 'ebay.de_2' }, 'accepted'],
  ] as [Partial<ChannelToSave>, string][])('%j: %s', (patch, outcome) =>
    expect(refusal(() => save(patch))).toBe(outcome),
  )

  test('of an unknown kind, stage or setting is refused with a list of those there are', () => {
    expect(() => save({ kind: 'unheard-of' })).toThrow('custom, spreadsheet, sandbox')
    expect(() => save({ stages: ['LABELS'] })).toThrow('LABELS does nothing yet')
    expect(() => save({ settings: { foo: 1 } })).toThrow(
      '"foo" is no setting of a channel. There are: releaseOnAuthorization, locations.',
    )
  })
})

describe("a channel's own status", () => {
  const map = (
    patch: Partial<Parameters<typeof mapChannelStatus>[3]> = {},
    before: StatusMappingRow | null = null,
    known = 0,
  ) => mapChannelStatus(shop, before, known, { field: 'state', value: 'Paid', intent: 'ACCEPT', ...patch }, 'new')

  test('is mapped as the channel writes it', () => {
    expect(map({ value: ' Paid ' }).row).toMatchObject({
      id: 'new',
      field: 'state',
      value: 'Paid',
      intent: 'ACCEPT',
      holdReason: null,
    })
  })

  test('is mapped anew in its place', () => {
    const before = map().row
    const { row, event } = map({ intent: 'HOLD', holdReason: 'CHANNEL_HOLD' }, { ...before, id: 'old' })
    expect(row).toMatchObject({ id: 'old', intent: 'HOLD', holdReason: 'CHANNEL_HOLD' })
    expect(event?.changes?.map((change) => change.field)).toEqual([
      'statusMap.state.Paid.intent',
      'statusMap.state.Paid.holdReason',
    ])
    expect(map({}, before).event).toBeNull()
  })

  test.each([
    ['HOLD without a reason', () => map({ intent: 'HOLD' }), 'INVALID_INPUT holdReason'],
    ['a reason without HOLD', () => map({ holdReason: 'MANUAL' }), 'INVALID_INPUT holdReason'],
    ['no word', () => map({ value: ' ' }), 'INVALID_INPUT value'],
    ['no field', () => map({ field: '' }), 'INVALID_INPUT field'],
    ['too many words', () => map({}, null, STATUS_MAP_LIMIT), 'LIMIT_EXCEEDED value'],
    ['a known word among too many', () => map({ intent: 'IGNORE' }, map().row, STATUS_MAP_LIMIT), 'accepted'],
  ])('%s: %#', (_, decide, outcome) => expect(refusal(decide)).toBe(outcome))
})

describe('hand-offs', () => {
  const step = (n: number, patch = {}) => ({
    step: n,
    name: `Step ${n}`,
    source: 'shop',
    target: 'crossdock',
    automated: true,
    ...patch,
  })

  test('are saved in the order of their steps', () => {
    const saved = saveHandoffs('shop', [], [step(2), step(1, { stage: 'ORDER_IMPORT' })])!
    expect(saved.steps.map((s) => [s.step, s.stage])).toEqual([
      [1, 'ORDER_IMPORT'],
      [2, null],
    ])
  })

  test('that are so already change nothing', () => {
    const { steps } = saveHandoffs('shop', [], [step(1), step(2)])!
    expect(saveHandoffs('shop', steps, [step(2), step(1)])).toBeNull()
    expect(saveHandoffs('shop', steps, [])).toMatchObject({ steps: [] })
  })

  test.each([
    [[step(1), step(1)], 'INVALID_INPUT handoffs.1.step'],
    [[step(0)], 'INVALID_INPUT handoffs.0.step'],
    [[step(1), step(2, { target: ' ' })], 'INVALID_INPUT handoffs.1.target'],
    [Array.from({ length: HANDOFF_LIMIT + 1 }, (_, n) => step(n + 1)), 'LIMIT_EXCEEDED handoffs'],
  ])('that cannot be are refused: %#', (given, outcome) =>
    expect(refusal(() => saveHandoffs('shop', [], given))).toBe(outcome),
  )
})

describe('a stock item', () => {
  const before = saveStockItem(null, { sku: ' MUG ', name: 'Mug', weightGrams: 300, safetyStock: 5 }, moment).row

  test('keeps what is absent and loses what is null', () => {
    expect(before).toMatchObject({ sku: 'MUG', name: 'Mug', weightGrams: 300, safetyStock: 5, barcode: null })
    const { row, event } = saveStockItem(
      before,
      { sku: 'MUG', weightGrams: null, safetyStock: null, barcode: '501' },
      moment,
    )
    expect(row).toMatchObject({ name: 'Mug', weightGrams: null, safetyStock: 0, barcode: '501' })
    expect(event?.changes?.map((change) => change.field)).toEqual(['barcode', 'weightGrams', 'safetyStock'])
  })

  test('takes customs data as people write it', () => {
    expect(saveStockItem(null, { sku: 'x', hsCode: '6912.00 23', originCountry: 'gb' }, moment).row).toMatchObject({
      hsCode: '69120023',
      originCountry: 'GB',
    })
  })

  test.each([
    [{ sku: ' ' }, 'INVALID_INPUT item.sku'],
    [{ sku: 'x', weightGrams: -1 }, 'INVALID_INPUT item.weightGrams'],
    [{ sku: 'x', lengthMm: 100_001 }, 'INVALID_INPUT item.lengthMm'],
    [{ sku: 'x', safetyStock: -1 }, 'INVALID_INPUT item.safetyStock'],
    [{ sku: 'x', hsCode: '12' }, 'INVALID_INPUT item.hsCode'],
    [{ sku: 'x', originCountry: 'QQ' }, 'INVALID_INPUT item.originCountry'],
    [{ sku: 'x', name: '' }, 'INVALID_INPUT item.name'],
  ])('%j: %s', (given, outcome) => expect(refusal(() => saveStockItem(null, given, moment))).toBe(outcome))
})

test('a warehouse without cut-offs keeps none, and a priority of zero is one', () => {
  expect(saveWarehouse(null, { key: 'w', priority: 0 }, moment).row).toMatchObject({ priority: 0, cutOffs: [] })
})

describe('a sync run', () => {
  const at = (minute: number) => `2026-11-23T10:0${minute}:00.000Z`
  const run = (before: SyncRunRow | null, minute: number, patch: Partial<Parameters<typeof recordSyncRun>[2]> = {}) =>
    recordSyncRun(before, 'channel', { resource: 'orders', startedAt: at(minute), ok: true, ...patch }, 'new')
  const first = run(null, 1, { seen: 10, changed: 3, watermark: 'page-7' })!

  test('is the latest of its resource, and keeps the watermark that it does not move', () => {
    expect(first.row).toMatchObject({ id: 'new', seen: 10, changed: 3, rejected: 0, watermark: 'page-7', error: null })
    expect(run(first.row, 2)!.row).toMatchObject({ startedAt: at(2), seen: 0, watermark: 'page-7' })
    expect(run(first.row, 2, { watermark: 'page-9' })!.row.watermark).toBe('page-9')
  })

  test('that started before the known one says nothing', () => expect(run(first.row, 0)).toBeNull())

  test('says that the channel fails only when two in a row did', () => {
    const failed = run(first.row, 2, { ok: false, error: '503' })!
    expect([first.channel, failed.channel]).toEqual(['WORKING', 'UNSURE'])
    expect(run(failed.row, 2, { ok: false })!.channel).toBe('UNSURE')
    expect(run(failed.row, 3, { ok: false })!.channel).toBe('FAILING')
    expect(run(failed.row, 3, { ok: null })!.channel).toBe('UNSURE')
    expect(run(failed.row, 3)!.channel).toBe('WORKING')
  })

  test('mends and cuts what the channel said rather than losing the run', () => {
    expect(run(null, 1, { error: `a\0${'x'.repeat(20_000)}` })!.row.error).toHaveLength(10_000)
    expect(run(null, 1, { error: '\ud800 oops' })!.row.error).toBe('\uFFFD oops')
  })

  test.each([
    [{ finishedAt: at(0) }, 'INVALID_INPUT finishedAt'],
    [{ seen: -1 }, 'INVALID_INPUT seen'],
    [{ resource: '' }, 'INVALID_INPUT resource'],
    [{ watermark: 'x'.repeat(2001) }, 'INVALID_INPUT watermark'],
  ])('%j: %s', (patch, outcome) => expect(refusal(() => run(null, 1, patch))).toBe(outcome))
})
