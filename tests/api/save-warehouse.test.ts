import { describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()

const save = `mutation ($warehouseKey: String!, $name: String, $kind: WarehouseKind, $timeZone: String, $countryCode: CountryCode, $priority: Int,
  $cutOffs: [CutOffInput!], $enabled: Boolean) {
  saveWarehouse(warehouseKey: $warehouseKey, name: $name, kind: $kind, timeZone: $timeZone, countryCode: $countryCode, priority: $priority,
    cutOffs: $cutOffs, enabled: $enabled) {
    warehouse { key name kind timeZone countryCode priority enabled cutOffs { carrier service weekdays time } }
    userErrors { code field message }
  }
}`

const ask = async (variables: Record<string, unknown>) => (await api.ask(save, variables)).saveWarehouse

describe('saveWarehouse', () => {
  test('a new warehouse takes its key as name and stated defaults', async () => {
    expect(await ask({ warehouseKey: 'hull' })).toEqual({
      warehouse: {
        key: 'hull',
        name: 'hull',
        kind: 'OWN',
        timeZone: 'Europe/London',
        countryCode: 'GB',
        priority: 100,
        enabled: true,
        cutOffs: [],
      },
      userErrors: [],
    })
  })

  test('what is not given stays as it is', async () => {
    await ask({
      warehouseKey: 'york',
      name: 'York',
      kind: 'STORE',
      timeZone: 'Europe/Paris',
      countryCode: 'FR',
      priority: 3,
    })
    const { warehouse } = await ask({ warehouseKey: 'york', enabled: false })
    expect(warehouse).toMatchObject({
      name: 'York',
      kind: 'STORE',
      timeZone: 'Europe/Paris',
      countryCode: 'FR',
      priority: 3,
    })
    expect(warehouse.enabled).toBe(false)
  })

  test('cut-offs are replaced as a whole', async () => {
    const cutOff = { carrier: 'dpd', service: 'next-day', weekdays: ['FRI', 'MON'], time: '16:30' }
    const { warehouse } = await ask({ warehouseKey: 'leeds', cutOffs: [cutOff] })
    expect(warehouse.cutOffs).toEqual([{ ...cutOff, weekdays: ['MON', 'FRI'] }])
    expect((await ask({ warehouseKey: 'leeds', cutOffs: [] })).warehouse.cutOffs).toEqual([])
  })

  test.each([
    [{ warehouseKey: 'has space' }, ['warehouseKey']],
    [{ warehouseKey: 'a'.repeat(51) }, ['warehouseKey']],
    [{ warehouseKey: 'ok', timeZone: 'Mars/Olympus' }, ['timeZone']],
    [{ warehouseKey: 'ok', countryCode: 'QQ' }, ['countryCode']],
    [{ warehouseKey: 'ok', priority: -1 }, ['priority']],
    [{ warehouseKey: 'ok', name: '  ' }, ['name']],
    [
      { warehouseKey: 'ok', cutOffs: [{ carrier: 'dpd', service: 'x', weekdays: [], time: '16:00' }] },
      ['cutOffs', '0', 'weekdays'],
    ],
  ])('%j is refused with the path of what is wrong', async (variables, field) => {
    const { warehouse, userErrors } = await ask(variables)
    expect(warehouse).toBeNull()
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', field, message: expect.any(String) }])
  })

  test('saving what is so already leaves no event', async () => {
    await ask({ warehouseKey: 'bath', name: 'Bath' })
    const before = await api.store.prisma.event.count()
    await ask({ warehouseKey: 'bath', name: 'Bath' })
    expect(await api.store.prisma.event.count()).toBe(before)
  })

  test('the log says who changed what', async () => {
    await ask({ warehouseKey: 'kent', name: 'Kent' })
    await ask({ warehouseKey: 'kent', name: 'Kent South' })
    const event = await api.store.prisma.event.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(event).toMatchObject({
      type: 'SETTINGS_CHANGED',
      warehouseKeys: ['kent'],
      changes: [{ field: 'name', before: 'Kent', after: 'Kent South' }],
      actor: { name: 'admin' },
    })
  })

  test('an operator may not change settings', async () => {
    const { data, errors } = await api.run(save, { warehouseKey: 'hull' }, { role: 'operator' })
    expect(data?.saveWarehouse ?? null).toBeNull()
    expect(errors).toHaveLength(1)
  })
})
