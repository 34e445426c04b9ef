import type { AddressTexts, OrderInput, OrderLineInput, PaymentInput } from '#domain/input/order-input'
import { currencyDigits } from '#domain/money/currencies'
import { formatAmount } from '#domain/money/money'
import { orderTotals } from '#domain/money/order-totals'
import { parseCountry } from '#domain/values/country'
import type { Fields } from './columns.ts'
import { priceInMinor } from './decimals.ts'
import type { FieldName } from './fields.ts'
import type { CreditShare } from './match-credits.ts'
import type { AmountField, RowReader, SheetRow } from './read-row.ts'
import { takenBack } from './taken-back.ts'

/** A row of an order on its way to the API. */
export interface OrderRow {
  /** Counted over the whole file, from 0. */
  row: number
  fields: Fields
}

interface ReadRow extends OrderRow {
  read: SheetRow
  line: string
}

/**
 * The order as it stands at the end of the file: its lines, and what later credits took back. A repeat of the import makes
 * the same snapshot again, to the letter.
 */
export function translateOrder(
  channel: string,
  reader: RowReader,
  orderRows: readonly OrderRow[],
  shares: readonly CreditShare[],
  creditReference: (creditOrder: number) => string,
): OrderInput {
  const rows = orderRows.map((row, index): ReadRow => {
    const line = reader.columns.text(row.fields, 'line') || String(index + 1)
    return { ...row, read: reader.read(row.fields), line }
  })
  const first = (name: FieldName): string => {
    for (const { fields } of rows) {
      const text = reader.columns.text(fields, name)
      if (text !== '') return text
    }
    return ''
  }
  const currency = first('currency') || reader.map.currency || ''
  const head = rows[0]!
  const placedMs = rows.reduce(
    (earliest, { read }) => Math.min(earliest, read.at?.epochMs ?? earliest),
    Number.MAX_VALUE,
  )
  const placedAt = new Date(placedMs).toISOString()
  const changed = rows.map(({ fields }) => reader.updatedAt(fields)).find((time) => time !== null)
  const status = first('status') || reader.map.status?.value
  const amounts = orderAmounts(reader, rows, currency)
  const byRow = new Map(rows.map((row) => [row.row, row]))
  return {
    channel,
    reference: head.read.order,
    placedAt,
    currency,
    taxesIncluded: reader.map.taxesIncluded,
    ...named('number', first('number')),
    ...(changed ? { updatedAt: new Date(changed.epochMs).toISOString() } : {}),
    ...(status && reader.map.status ? { channelStatuses: [{ field: reader.map.status.field, value: status }] } : {}),
    ...customerOf(first),
    ...addressOf(first, reader.map.countries),
    lines: rows.map((row) => lineOf(reader, row, currency)),
    ...amounts.stated,
    ...named('shippingService', first('shippingService')),
    ...named('buyerNote', first('note')),
    ...paymentOf(reader, head.read.order, first, amounts.total, currency, placedAt),
    ...takenBack(shares, {
      currency,
      lineOf: (row) => byRow.get(row)?.line ?? '',
      isGoods: (row) => reader.kindOf(byRow.get(row)?.read.sku ?? '') === 'GOODS',
      creditReference,
      restock: reader.map.credits?.restock ?? false,
      reason: reader.map.credits?.reason,
    }),
  }
}

function lineOf(reader: RowReader, { read, fields, line }: ReadRow, currency: string): OrderLineInput {
  const digits = currencyDigits(currency) ?? 2
  const kind = reader.kindOf(read.sku)
  const unitPrice = Number.isNaN(read.price) ? null : priceInMinor(read.price)
  const stated = reader.columns.text(fields, 'lineTotal') !== ''
  const money = (name: AmountField, minor: number) => (minor === 0 ? {} : { [name]: formatAmount(minor, currency) })
  return {
    reference: line,
    ...(kind === 'GOODS' ? {} : { kind }),
    ...named('sku', read.sku),
    title: reader.columns.text(fields, 'title') || read.sku,
    quantity: read.quantity,
    ...(unitPrice === null ? {} : { unitPrice: formatAmount(unitPrice, currency) }),
    // A price finer than the currency has no exact form there: the rounded total speaks for it.
    ...(stated || unitPrice === null ? { total: formatAmount(read.total, currency) } : {}),
    ...renamed(money('lineDiscount', reader.amount(fields, 'lineDiscount', digits)), 'lineDiscount', 'discount'),
    ...renamed(money('lineTax', reader.amount(fields, 'lineTax', digits)), 'lineTax', 'tax'),
  }
}

const renamed = (from: Record<string, string>, name: string, to: 'discount' | 'tax'): Record<string, string> =>
  from[name] === undefined ? {} : { [to]: from[name] }

const named = <K extends string>(name: K, text: string): { [P in K]?: string } =>
  text === '' ? {} : ({ [name]: text } as { [P in K]?: string })

function customerOf(first: (name: FieldName) => string): Pick<OrderInput, 'customer'> {
  const customer = {
    ...named('reference', first('customer')),
    ...named('name', first('customerName')),
    ...named('email', first('email')),
    ...named('phone', first('customerPhone')),
  }
  return Object.keys(customer).length === 0 ? {} : { customer }
}

function addressOf(
  first: (name: FieldName) => string,
  countries: Record<string, string | null>,
): Pick<OrderInput, 'shippingAddress'> {
  const country = first('country')
  const address: AddressTexts = {
    lines: [first('address1'), first('address2')].filter((line) => line !== ''),
    ...named('name', first('name')),
    ...named('company', first('company')),
    ...named('city', first('city')),
    ...named('region', first('region')),
    ...named('postcode', first('postcode')),
    ...named(
      'country',
      Object.hasOwn(countries, country) ? (countries[country] ?? country) : (parseCountry(country) ?? country),
    ),
    ...named('phone', first('phone')),
  }
  return Object.keys(address).length === 1 && address.lines.length === 0 ? {} : { shippingAddress: address }
}

function orderAmounts(
  reader: RowReader,
  rows: readonly ReadRow[],
  currency: string,
): { stated: Partial<OrderInput>; total: number } {
  const digits = currencyDigits(currency) ?? 2
  const first = (name: AmountField): number | undefined => {
    const row = rows.find(({ fields }) => reader.columns.text(fields, name) !== '')
    return row === undefined ? undefined : reader.amount(row.fields, name, digits)
  }
  const lines = rows.map(({ read, fields }) => ({
    quantity: read.quantity,
    total: read.total,
    tax: reader.amount(fields, 'lineTax', digits),
  }))
  const [shipping, tax, discount, total] = [
    first('shippingPrice'),
    first('shippingTax'),
    first('discount'),
    first('total'),
  ]
  const sums = orderTotals(lines, shipping ?? 0, tax ?? 0, discount ?? 0, reader.map.taxesIncluded, currency)
  const text = (minor: number | undefined) => (minor === undefined ? '' : formatAmount(minor, currency))
  return {
    stated: {
      ...named('shippingPrice', text(shipping)),
      ...named('shippingTax', text(tax)),
      ...named('discount', text(discount)),
      ...named('total', text(total)),
    },
    total: total ?? (sums.ok ? sums.value.total : 0),
  }
}

function paymentOf(
  reader: RowReader,
  reference: string,
  first: (name: FieldName) => string,
  total: number,
  currency: string,
  capturedAt: string,
): Pick<OrderInput, 'payments'> {
  const rule = reader.map.payment
  if (rule === undefined || total <= 0) return {}
  const amount = formatAmount(total, currency)
  const payment: PaymentInput = {
    reference: first('paymentReference') || reference,
    ...named('provider', rule.provider ?? ''),
    ...named('method', first('paymentMethod')),
    status: rule.status,
    amount,
    ...(rule.status === 'PAID' ? { captured: amount, capturedAt } : {}),
  }
  return { payments: [payment] }
}
