import { describe, expect, it } from 'vitest'
import { bindColumns } from '#connectors/channels/spreadsheet/columns'
import { parseMapFile } from '#connectors/channels/spreadsheet/map-file'
import { header, mapJson, mapOf } from './sheet.ts'

const faultsOf = (json: unknown): string[] => {
  const parsed = parseMapFile(typeof json === 'string' ? json : JSON.stringify(json))
  return parsed.ok ? [] : parsed.faults
}

describe('a map file', () => {
  it('is read with its defaults', () => {
    const map = mapOf({
      version: 1,
      currency: 'EUR',
      columns: { order: 'o', placedAt: 't', sku: 's', quantity: 'q', unitPrice: 'p' },
    })
    expect(map).toMatchObject({
      file: { delimiter: 'auto', encoding: 'auto', decimalSeparator: '.' },
      timeZone: 'UTC',
      taxesIncluded: true,
      setAside: [],
    })
  })

  it.each([
    ['text that is no JSON', '{"version": 1,', /^it is not JSON: /],
    ['a version of the future', { ...mapJson, version: 2 }, /^version: must be 1/],
    ['a missing column', { ...mapJson, columns: { ...mapJson.columns, quantity: undefined } }, /^columns\.quantity: /],
    [
      'no price at all',
      { ...mapJson, credits: undefined, columns: { ...mapJson.columns, unitPrice: undefined } },
      /^columns: needs "unitPrice" or "lineTotal"/,
    ],
    ['a name nobody knows', { ...mapJson, colour: 'red' }, /^the map: "colour" is not known here/],
    [
      'a column nobody knows',
      { ...mapJson, columns: { ...mapJson.columns, colour: 'red' } },
      /^columns: "colour" is not known here/,
    ],
    ['a zone that is none', { ...mapJson, timeZone: 'London' }, /^timeZone: is not a time zone; give one like/],
    ['a broken pattern', { ...mapJson, credits: { order: '(' } }, /^credits\.order: is not a regular expression/],
    [
      'a status that is none of ours',
      { ...mapJson, status: { intents: { done: 'GONE' } } },
      /^status\.intents\.done: .*DELIVERED_ELSEWHERE/,
    ],
    ['a line kind that is none of ours', { ...mapJson, lineKinds: { POST: 'POSTAGE' } }, /^lineKinds\.POST: .*SERVICE/],
    [
      'a country that is no code',
      { ...mapJson, countries: { EIRE: 'Ireland' } },
      /^countries\.EIRE: give an ISO 3166 code/,
    ],
    [
      'a rule without a condition',
      { ...mapJson, setAside: [{ reason: 'x', when: {} }] },
      /^setAside\.0\.when: names no condition/,
    ],
    ['no currency', { ...mapJson, currency: undefined }, /^currency: is missing/],
    [
      'credits of nobody',
      { ...mapJson, columns: { ...mapJson.columns, customer: undefined } },
      /^credits: needs the columns customer, sku, unitPrice/,
    ],
    [
      'more rules than there is room for',
      { ...mapJson, setAside: Array(9).fill({ reason: 'x', when: { order: 'x' } }) },
      /^setAside: has room for 8 rules/,
    ],
  ])('with %s says where, and what to do', (_, json, message) => {
    expect(faultsOf(json)).toContainEqual(expect.stringMatching(message))
  })

  it('that names a column the file does not have lists those it has', () => {
    const bound = bindColumns(
      mapOf(),
      header.filter((name) => name !== 'Code'),
    )
    expect(bound.ok ? [] : bound.faults).toEqual([
      expect.stringMatching(/^columns\.sku: the file has no column "Code"; its columns are "Invoice", "What"/),
    ])
  })

  it('refuses a header that the file has twice', () => {
    const bound = bindColumns(mapOf(), [...header, 'Code'])
    expect(bound.ok ? [] : bound.faults).toEqual([
      expect.stringMatching(/^columns\.sku: the file has 2 columns "Code"/),
    ])
  })

  it('never lets personal columns into evidence', () => {
    const bound = bindColumns(mapOf({ ...mapJson, columns: { ...mapJson.columns, email: 'Mail' } }), [
      ...header,
      'Mail',
      'Remarks',
    ])
    if (!bound.ok) throw new Error(bound.faults.join())
    const evidence = bound.columns.evidence(['1', 'A', 'a', '1', 'now', '1', '7', 'UK', 'x@example.org', 'call Ann'])
    expect(Object.keys(evidence).sort()).toEqual([...header].sort())
  })
})
