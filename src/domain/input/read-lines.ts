import { cleanJson, LINE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import { collectors, fulfillers, lineKinds } from '../vocabulary.ts'
import type { InputReader } from './input-reader.ts'
import { LINES_PER_ORDER, TAX_LINES_PER_LINE, UNITS_PER_LINE } from './limits.ts'
import type { OrderLineInput, TaxLineInput } from './order-input.ts'
import type { SnapshotLine } from './snapshot.ts'

export function readLines(read: InputReader, lines: OrderLineInput[]): SnapshotLine[] {
  if (lines.length === 0) read.refuse('The order has no lines; an order has at least one.', 'lines')
  const references = new Set<string>()
  return read.list('lines', lines, LINES_PER_ORDER, (line) => readLine(read, line, references))
}

function readLine(read: InputReader, line: OrderLineInput, references: Set<string>): SnapshotLine {
  const reference = read.required('reference', line.reference, REFERENCE_LIMIT)
  read.once(references, 'reference', reference)
  const kind = read.word('kind', line.kind, lineKinds)
  const fulfilledBy = read.word('fulfilledBy', line.fulfilledBy, fulfillers)
  const quantity = read.units('quantity', line.quantity, UNITS_PER_LINE)
  const price = read.price('unitPrice', line.unitPrice, quantity)
  const discount = read.amount('discount', line.discount, null) ?? 0
  const stated = read.amount('total', line.total, null)
  const taxLines = read.list('taxLines', line.taxLines, TAX_LINES_PER_LINE, (tax) => readTaxLine(read, tax))
  const tax = read.amount('tax', line.tax, null) ?? taxLines.reduce((sum, one) => sum + one.amount, 0)
  return {
    reference,
    kind: kind === 'GOODS' ? undefined : kind,
    fulfilledBy: fulfilledBy === 'MERCHANT' ? undefined : fulfilledBy,
    sku: read.text('sku', line.sku, REFERENCE_LIMIT),
    channelSku: read.text('channelSku', line.channelSku, REFERENCE_LIMIT),
    title: read.text('title', line.title, LINE_LIMIT),
    properties: readProperties(read, line.properties),
    quantity,
    unitPrice: price.unit,
    total: stated ?? (price.extended ?? 0) - discount,
    discount: discount || undefined,
    tax: tax || undefined,
    taxLines: taxLines.length > 0 ? taxLines : undefined,
  }
}

function readTaxLine(read: InputReader, tax: TaxLineInput): NonNullable<SnapshotLine['taxLines']>[number] {
  const rate = read.text('rate', tax.rate, REFERENCE_LIMIT)
  if (rate !== undefined && !/^-?\d+(?:\.\d+)?$/.test(rate))
    read.refuse(`${JSON.stringify(rate)} is not a rate; write a decimal fraction, such as 0.2 for 20 %.`, 'rate')
  return {
    title: read.text('title', tax.title, LINE_LIMIT),
    rate,
    amount: read.amount('amount', tax.amount, null) ?? 0,
    collectedBy: read.word('collectedBy', tax.collectedBy, collectors) ?? 'MERCHANT',
  }
}

function readProperties(read: InputReader, properties: unknown): unknown {
  if (properties === undefined || properties === null) return undefined
  const cleaned = cleanJson(properties, 'properties')
  if (!cleaned.ok) read.refuse(cleaned.message, 'properties')
  return cleaned.ok ? cleaned.value : undefined
}

/** Whether a channel said any amount of its lines. */
export const isPriced = (line: OrderLineInput): boolean => Boolean(line.unitPrice?.trim() || line.total?.trim())
