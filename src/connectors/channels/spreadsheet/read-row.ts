import { currencyDigits } from '#domain/money/currencies'
import { REFERENCE_LIMIT } from '#domain/values/text'
import type { LineKind } from '#domain/vocabulary'
import type { Columns, Fields } from './columns.ts'
import { EXTRA_PRICE_DECIMALS, extend, readDecimal, readWhole } from './decimals.ts'
import { type LocalTime, localTimeReader } from './local-time.ts'
import type { MapFile, SetAsideCondition } from './map-file.ts'

/** What the importer reckons with. Everything else is read only when its order is sent. */
export interface SheetRow {
  order: string
  customer: string
  sku: string
  at: LocalTime | null
  /** NaN where the file has no whole number. */
  quantity: number
  /** Minor units × 1,000; NaN where there is none. */
  price: number
  /** Minor units; NaN where neither a total nor a price can be read. */
  total: number
  /** The map's set-aside rules that this row meets, one bit each. */
  setAside: number
  /** What makes the row unusable as any line, whatever its order is. */
  fault: string | null
}

const amountFields = [
  'lineTotal',
  'lineDiscount',
  'lineTax',
  'shippingPrice',
  'shippingTax',
  'discount',
  'total',
] as const
export type AmountField = (typeof amountFields)[number]

export interface RowReader {
  read(fields: Fields): SheetRow
  /** Minor units; 0 where the field is blank, NaN where it is no number. */
  amount(fields: Fields, name: AmountField, digits: number): number
  updatedAt(fields: Fields): LocalTime | null
  isCredit(order: string): boolean
  kindOf(sku: string): LineKind
  columns: Columns
  map: MapFile
}

const MAX_QUANTITY = 2_147_483_647 // the API's Int

const ORDER_TOO_LONG = `the order number is longer than ${REFERENCE_LIMIT} characters`

export function rowReader(map: MapFile, columns: Columns): RowReader {
  const timeOf = (name: 'placedAt' | 'updatedAt') => {
    const column = map.columns[name]
    const format = typeof column === 'object' && 'format' in column ? column.format : 'iso'
    const read = localTimeReader(format, map.timeZone)
    return (fields: Fields) => read(columns.text(fields, name))
  }
  const placedAt = timeOf('placedAt')
  const separator = map.file.decimalSeparator
  const rules = map.setAside.map(({ when }) => conditionTest(when, columns))
  const credit = map.credits === undefined ? null : new RegExp(map.credits.order, 'u')
  const kinds = new Map(Object.entries(map.lineKinds))
  const kindOf = (sku: string): LineKind => kinds.get(sku) ?? 'GOODS'
  const amount = (fields: Fields, name: AmountField, digits: number): number => {
    const text = columns.text(fields, name)
    return text === '' ? 0 : readDecimal(text, digits, separator)
  }
  const amountsHere = amountFields.filter((name) => columns.has(name))
  const updatedAt = timeOf('updatedAt')

  const read = (fields: Fields): SheetRow => {
    const currency = columns.text(fields, 'currency') || map.currency || ''
    const digits = currencyDigits(currency)
    const known = digits ?? 2
    const row: SheetRow = {
      order: columns.text(fields, 'order'),
      customer: columns.text(fields, 'customer'),
      sku: columns.text(fields, 'sku'),
      at: placedAt(fields),
      quantity: readWhole(columns.text(fields, 'quantity'), separator),
      price: readDecimal(columns.text(fields, 'unitPrice'), known + EXTRA_PRICE_DECIMALS, separator),
      total: Number.NaN,
      setAside: 0,
      fault: null,
    }
    if (columns.text(fields, 'lineTotal') !== '') row.total = amount(fields, 'lineTotal', known)
    else if (!Number.isNaN(row.price) && !Number.isNaN(row.quantity)) {
      row.total = extend(row.price, row.quantity) - amount(fields, 'lineDiscount', known)
    }
    for (const [index, meets] of rules.entries()) if (meets(row, fields)) row.setAside |= 1 << index
    row.fault = faultOf(row, fields, columns.width, digits === undefined ? currency : null)
    for (const name of amountsHere) {
      if (Number.isNaN(amount(fields, name, known))) row.fault ??= `the ${name} is not a number`
    }
    if (columns.text(fields, 'updatedAt') !== '' && updatedAt(fields) === null) row.fault ??= 'updatedAt is not a time'
    return row
  }
  return { amount, updatedAt, read, isCredit: (order) => credit?.test(order) ?? false, kindOf, columns, map }
}

function faultOf(row: SheetRow, fields: Fields, width: number, unknownCurrency: string | null): string | null {
  if (fields.length !== width) return `the row has ${fields.length} fields where the header has ${width}`
  if (row.order === '') return 'the order number is blank'
  if (row.order.length > REFERENCE_LIMIT) return ORDER_TOO_LONG
  if (row.sku.length > REFERENCE_LIMIT) return `the SKU is longer than ${REFERENCE_LIMIT} characters`
  if (row.at === null)
    return 'the date of the order cannot be read; columns.placedAt.format in the map says how it is written'
  if (unknownCurrency !== null) return `"${unknownCurrency}" is not a currency`
  if (Number.isNaN(row.quantity)) return 'the quantity is not a whole number'
  if (Math.abs(row.quantity) > MAX_QUANTITY) return `the quantity is larger than ${MAX_QUANTITY}`
  if (Number.isNaN(row.total)) return 'the price is not a number'
  if (!Number.isSafeInteger(row.total)) return 'the amount is too large'
  return null
}

function conditionTest(when: SetAsideCondition, columns: Columns): (row: SheetRow, fields: Fields) => boolean {
  const texts = (['order', 'sku', 'title'] as const)
    .filter((name) => when[name] !== undefined)
    .map((name) => ({ name, expression: new RegExp(when[name] ?? '', 'u') }))
  return (row, fields) =>
    (when.customer === undefined || (row.customer === '') === (when.customer === 'blank')) &&
    (when.quantity === undefined || signOf(row.quantity) === when.quantity) &&
    (when.unitPrice === undefined || signOf(row.price) === when.unitPrice) &&
    texts.every(({ name, expression }) => expression.test(columns.text(fields, name)))
}

function signOf(value: number): 'negative' | 'zero' | 'positive' | null {
  if (Number.isNaN(value)) return null
  if (value === 0) return 'zero'
  return value < 0 ? 'negative' : 'positive'
}
