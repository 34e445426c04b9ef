import { describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()

const save = async (variables: Record<string, unknown>, asker = {}) =>
  (
    await api.ask(
      `mutation ($channelKey: String!, $name: String, $kind: String, $enabled: Boolean, $stages: [AutomationStage!], $settings: JSON) {
        saveChannel(channelKey: $channelKey, name: $name, kind: $kind, enabled: $enabled, stages: $stages, settings: $settings) {
          channel { key name kind enabled stages } userErrors { code field } } }`,
      variables,
      asker,
    )
  ).saveChannel

describe('saveChannel', () => {
  test('a new channel automates nothing until a setting says so', async () => {
    expect(await save({ channelKey: 'shop-uk' })).toEqual({
      channel: { key: 'shop-uk', name: 'shop-uk', kind: 'custom', enabled: true, stages: [] },
      userErrors: [],
    })
    const { channel } = await save({ channelKey: 'shop-uk', name: 'Shop UK', stages: ['AUTO_RELEASE', 'ORDER_IMPORT'] })
    expect(channel).toMatchObject({ name: 'Shop UK', stages: ['ORDER_IMPORT', 'AUTO_RELEASE'], enabled: true })
  })

  test('the log says what changed', async () => {
    await save({ channelKey: 'market', kind: 'spreadsheet', settings: { releaseOnAuthorization: false } })
    await save({ channelKey: 'market', enabled: false, settings: { releaseOnAuthorization: true } })
    const events = await api.store.prisma.event.findMany({ where: { channelKey: 'market' }, orderBy: { id: 'asc' } })
    expect(events.map((event) => event.type)).toEqual(['CHANNEL_SAVED', 'CHANNEL_SAVED'])
    expect(events[1]!.changes).toEqual([
      { field: 'enabled', before: true, after: false },
      { field: 'settings.releaseOnAuthorization', before: false, after: true },
    ])
  })

  test('what cannot be is refused, and the channel shown as it is', async () => {
    await save({ channelKey: 'shop-de', name: 'Shop DE' })
    expect(await save({ channelKey: 'shop-de', settings: [1] })).toMatchObject({
      channel: { name: 'Shop DE' },
      userErrors: [{ code: 'INVALID_INPUT', field: ['settings'] }],
    })
    expect((await save({ channelKey: 'no good' })).userErrors).toEqual([
      { code: 'INVALID_INPUT', field: ['channelKey'] },
    ])
  })

  test('two at once make one channel', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => save({ channelKey: 'both', name: `Name ${n}` })))
    expect(await api.store.prisma.channel.count({ where: { key: 'both' } })).toBe(1)
  })

  test.each(['operator', 'reader', 'connector'] as const)('a token of the role %s may not', async (role) => {
    const { errors } = await api.run(
      'mutation { saveChannel(channelKey: "shop-uk", name: "x") { userErrors { code } } }',
      {},
      { role },
    )
    expect(errors).toHaveLength(1)
  })
})
