import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()

test('every reason code says what it is for', async () => {
  const { reasonCodes } = await api.ask('{ reasonCodes { code label appliesTo } }', {}, { role: 'reader' })
  const find = (code: string) => reasonCodes.find((reason: { code: string }) => reason.code === code)
  expect(find('CYCLE_COUNT')).toEqual({ code: 'CYCLE_COUNT', label: 'Regular count', appliesTo: ['STOCK'] })
  expect(find('FIXED').appliesTo).toContain('RESOLVE_EXCEPTION')
  for (const reason of reasonCodes) expect(reason.appliesTo.length).toBeGreaterThan(0)
})
