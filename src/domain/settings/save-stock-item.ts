import type { NewSettingsEvent } from '../events/settings.ts'
import { refuse } from '../problems.ts'
import { isCountryCode } from '../values/country.ts'
import { REFERENCE_LIMIT } from '../values/text.ts'
import { checkedInteger, checkedText, optionalText } from './checked.ts'
import { fieldChanges } from './field-changes.ts'
import type { Saved } from './save-channel.ts'

/** A tonne: what is heavier is no parcel of anybody's. */
export const WEIGHT_LIMIT_GRAMS = 1_000_000
/** A hundred metres. */
export const LENGTH_LIMIT_MM = 100_000
export const SAFETY_STOCK_LIMIT = 1_000_000

export interface StockItemRow {
  id: string
  sku: string
  name: string | null
  barcode: string | null
  weightGrams: number | null
  lengthMm: number | null
  widthMm: number | null
  heightMm: number | null
  hsCode: string | null
  originCountry: string | null
  safetyStock: number
  updatedAt: string
}

/** What is absent stays as it is; null takes a value away (a safety stock of null is none). */
export type StockItemToSave = { sku: string } & {
  [K in Exclude<keyof StockItemRow, 'id' | 'sku' | 'updatedAt'>]?: StockItemRow[K] | null
}

const measures = {
  weightGrams: ['The weight in grams', WEIGHT_LIMIT_GRAMS],
  lengthMm: ['The length in millimetres', LENGTH_LIMIT_MM],
  widthMm: ['The width in millimetres', LENGTH_LIMIT_MM],
  heightMm: ['The height in millimetres', LENGTH_LIMIT_MM],
} as const

/** The SKU as it is stored and looked up: trimmed, case kept. */
export const checkedSku = (sku: string, field: string[]): string => checkedText(sku, 'The SKU', field, REFERENCE_LIMIT)

export function saveStockItem(
  before: StockItemRow | null,
  wanted: StockItemToSave,
  moment: { id: string; now: string },
): Saved<StockItemRow, NewSettingsEvent> {
  const at = (field: string) => ['item', field]
  const measure = (field: keyof typeof measures): number | null => {
    const value = wanted[field]
    if (value === undefined) return before?.[field] ?? null
    return value === null ? null : checkedInteger(value, measures[field][0], at(field), measures[field][1])
  }
  const row: StockItemRow = {
    id: before?.id ?? moment.id,
    sku: before?.sku ?? checkedSku(wanted.sku, at('sku')),
    name: optionalText(wanted.name, before?.name ?? null, 'The name', at('name')),
    barcode: optionalText(wanted.barcode, before?.barcode ?? null, 'The barcode', at('barcode'), REFERENCE_LIMIT),
    weightGrams: measure('weightGrams'),
    lengthMm: measure('lengthMm'),
    widthMm: measure('widthMm'),
    heightMm: measure('heightMm'),
    hsCode: wanted.hsCode == null ? keptOr(before?.hsCode, wanted.hsCode) : checkedHsCode(wanted.hsCode),
    originCountry:
      wanted.originCountry == null
        ? keptOr(before?.originCountry, wanted.originCountry)
        : checkedOrigin(wanted.originCountry),
    safetyStock:
      wanted.safetyStock === undefined
        ? (before?.safetyStock ?? 0)
        : checkedInteger(wanted.safetyStock ?? 0, 'The safety stock', at('safetyStock'), SAFETY_STOCK_LIMIT),
    updatedAt: moment.now,
  }
  const fields = ['sku', 'name', 'barcode', ...(Object.keys(measures) as (keyof typeof measures)[])] as const
  const changes = fieldChanges(before, row, [...fields, 'hsCode', 'originCountry', 'safetyStock'])
  if (changes.length === 0) return { row, event: null }
  return { row, event: { type: 'SETTINGS_CHANGED', sku: row.sku, changes, data: { subject: 'STOCK_ITEM' } } }
}

const keptOr = (before: string | null | undefined, wanted: null | undefined): string | null =>
  wanted === null ? null : (before ?? null)

/** Six digits are the world's, up to four more a country's; dots and spaces between them are how people write it. */
function checkedHsCode(code: string): string {
  const digits = code.replace(/[.\s]/g, '')
  if (/^\d{6,10}$/.test(digits)) return digits
  return refuse('INVALID_INPUT', `${JSON.stringify(code.slice(0, 20))} is no HS code; it has 6 to 10 digits.`, [
    'item',
    'hsCode',
  ])
}

function checkedOrigin(country: string): string {
  const code = country.trim().toUpperCase()
  if (isCountryCode(code)) return code
  return refuse(
    'INVALID_INPUT',
    `${JSON.stringify(country.slice(0, 20))} is no country; use an ISO 3166-1 alpha-2 code such as "GB".`,
    ['item', 'originCountry'],
  )
}
