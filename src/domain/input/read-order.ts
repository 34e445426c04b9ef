import { currencyDigits } from '../money/currencies.ts'
import { orderTotals } from '../money/order-totals.ts'
import type { Problem } from '../problems.ts'
import { addressTextProblems, normaliseAddress } from '../values/address.ts'
import { LINE_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import { type DeliveryMethod, deliveryMethods, riskLevels } from '../vocabulary.ts'
import { InputReader } from './input-reader.ts'
import { REFERENCES_PER_ORDER, REPORTS_PER_ORDER, RISK_REASONS, STATUSES_PER_ORDER, TAGS_PER_ORDER } from './limits.ts'
import type { AddressTexts, CustomerInput, OrderInput, RiskInput } from './order-input.ts'
import { isPriced, readLines } from './read-lines.ts'
import { readPayment } from './read-payment.ts'
import { readReports } from './read-reports.ts'
import { type Snapshot, type SnapshotLine, snapshotDigest } from './snapshot.ts'

/** One order of a call as read: what it says, or why it cannot be read. */
export interface ReadOrder {
  /** Its place in the call. */
  index: number
  channelKey: string
  test: boolean
  /** The channel's clock; it is no part of what the snapshot says. */
  updatedAt: string | null
  snapshot: Snapshot
  digest: string
  problems: Problem[]
}

/** Reads the plain strings of the call's order at this place. */
export function readOrder(input: OrderInput, index: number): ReadOrder {
  const read = new InputReader(['orders', String(index)])
  const channelKey = read.required('channel', input.channel, REFERENCE_LIMIT)
  const updatedAt = read.instant('updatedAt', input.updatedAt) ?? null
  const snapshot = readSnapshot(read, input)
  return {
    index,
    channelKey,
    test: input.test ?? false,
    updatedAt,
    snapshot,
    digest: read.problems.length === 0 ? snapshotDigest(snapshot) : '',
    problems: read.problems,
  }
}

// The order of keys is that of the digest.
function readSnapshot(read: InputReader, input: OrderInput): Snapshot {
  const reference = read.required('reference', input.reference, REFERENCE_LIMIT)
  const currency = readCurrency(read, input.currency)
  const lines = readLines(read, input.lines)
  const references = new Set(lines.map((line) => line.reference))
  const payments = new Set<string>()
  const snapshot: Snapshot = {
    reference,
    number: read.text('number', input.number, REFERENCE_LIMIT),
    placedAt: readPlacedAt(read, input.placedAt),
    channelStatuses: readStatuses(read, input),
    currency,
    taxesIncluded: input.taxesIncluded ?? false,
    priced: input.lines.some(isPriced) || Boolean(input.shippingPrice?.trim() || input.total?.trim()),
    customer: readCustomer(read, input.customer),
    shippingAddress: readAddress(read, 'shippingAddress', input.shippingAddress),
    billingAddress: readAddress(read, 'billingAddress', input.billingAddress),
    lines,
    shippingPrice: read.amount('shippingPrice', input.shippingPrice) || undefined,
    shippingTax: read.amount('shippingTax', input.shippingTax) || undefined,
    discount: read.amount('discount', input.discount) || undefined,
    total: read.amount('total', input.total, null),
    deliveryMethod: read.word('deliveryMethod', input.deliveryMethod, deliveryMethods) ?? usualDelivery(lines),
    shippingService: read.text('shippingService', input.shippingService, LINE_LIMIT),
    notBefore: read.instant('notBefore', input.notBefore),
    shipBy: read.instant('shipBy', input.shipBy),
    deliverBy: read.instant('deliverBy', input.deliverBy),
    buyerNote: read.text('buyerNote', input.buyerNote, NOTE_LIMIT),
    giftMessage: read.text('giftMessage', input.giftMessage, NOTE_LIMIT),
    payments: some(
      read.list('payments', input.payments, REPORTS_PER_ORDER, (item) => {
        const payment = readPayment(read, item)
        read.once(payments, 'reference', payment.reference)
        return payment
      }),
    ),
    risk: readRisk(read, input.risk),
    ...readReports(read, input, references),
    tags: readTags(read, input.tags),
  }
  checkReferences(read, snapshot)
  checkTotals(read, snapshot)
  return snapshot
}

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)

function readPlacedAt(read: InputReader, text: string): string {
  const known = read.problems.length
  const placedAt = read.instant('placedAt', text)
  if (placedAt === undefined && read.problems.length === known) read.refuse('placedAt is missing or blank.', 'placedAt')
  return placedAt ?? ''
}

function readCurrency(read: InputReader, text: string): string {
  const currency = text.trim().toUpperCase()
  if (currencyDigits(currency) === undefined) {
    read.refuse(
      `${JSON.stringify(currency.slice(0, 10))} is not an ISO 4217 currency; give a code such as GBP.`,
      'currency',
    )
    return ''
  }
  read.currency = currency
  return currency
}

function readStatuses(read: InputReader, input: OrderInput): Snapshot['channelStatuses'] {
  const seen = new Map<string, { field: string; value: string }>()
  read.list('channelStatuses', input.channelStatuses, STATUSES_PER_ORDER, (status) => {
    const field = read.required('field', status.field, REFERENCE_LIMIT)
    const value = read.required('value', status.value, REFERENCE_LIMIT)
    seen.set(`${field}\n${value}`, { field, value })
  })
  return seen.size < 2 ? [...seen.values()] : [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, status]) => status)
}

function readCustomer(read: InputReader, customer: CustomerInput | null | undefined): Snapshot['customer'] {
  if (!customer) return undefined
  return read.within('customer', () => {
    const said = {
      reference: read.text('reference', customer.reference, REFERENCE_LIMIT),
      name: read.text('name', customer.name, LINE_LIMIT),
      email: read.text('email', customer.email, LINE_LIMIT),
      phone: read.text('phone', customer.phone, REFERENCE_LIMIT),
    }
    return Object.values(said).some((value) => value !== undefined) ? said : undefined
  })
}

export function readAddress(
  read: InputReader,
  field: 'shippingAddress' | 'billingAddress' | 'address',
  input: AddressTexts | null | undefined,
): Snapshot['shippingAddress'] {
  if (!input) return undefined
  const problems = addressTextProblems(input)
  if (problems.length > 0) {
    read.within(field, () => {
      for (const one of problems) read.refuse(one.message, one.field)
    })
    return undefined
  }
  const { verified: _, ...address } = normaliseAddress(input)
  const blank = Object.values(address).every((value) => (Array.isArray(value) ? value.length === 0 : value === null))
  return blank ? undefined : { ...address, verified: false }
}

function readRisk(read: InputReader, risk: RiskInput | null | undefined): Snapshot['risk'] {
  if (!risk) return undefined
  return read.within('risk', () => ({
    level: read.word('level', risk.level, riskLevels) ?? 'LOW',
    score: Number.isFinite(risk.score) ? (risk.score as number) : undefined,
    provider: read.text('provider', risk.provider, REFERENCE_LIMIT),
    reasons: read.list(
      'reasons',
      risk.reasons,
      RISK_REASONS,
      (reason) => read.text('reason', reason, LINE_LIMIT) ?? '',
    ),
  }))
}

function readTags(read: InputReader, tags: readonly string[] | null | undefined): string[] | undefined {
  const known = new Set(read.list('tags', tags, TAGS_PER_ORDER, (tag) => read.text('tag', tag, REFERENCE_LIMIT) ?? ''))
  known.delete('')
  return known.size > 0 ? [...known].sort() : undefined
}

/** Where a channel does not say how it is delivered: goods are shipped, anything else needs no parcel. */
const usualDelivery = (lines: SnapshotLine[]): DeliveryMethod =>
  lines.some((line) => line.kind === undefined) ? 'SHIPPING' : 'DIGITAL'

function checkReferences(read: InputReader, snapshot: Snapshot): void {
  const { payments, fulfillments, refunds, returns } = snapshot
  const tracked = fulfillments?.filter((item) => item.trackingNumber !== undefined)
  const lists = [payments, fulfillments, tracked, refunds, returns]
  const count = lists.reduce((sum, list) => sum + (list?.length ?? 0), snapshot.number === undefined ? 1 : 2)
  if (count > REFERENCES_PER_ORDER)
    read.refuse(
      `The order is known by ${count} numbers (its own, payments, fulfilments, tracking, refunds, returns); at most ${REFERENCES_PER_ORDER} are kept.`,
      undefined,
      'LIMIT_EXCEEDED',
    )
}

function checkTotals(read: InputReader, snapshot: Snapshot): void {
  if (snapshot.currency === '') return
  const { lines, shippingPrice = 0, shippingTax = 0, discount = 0, taxesIncluded, currency } = snapshot
  const totals = orderTotals(lines, shippingPrice, shippingTax, discount, taxesIncluded, currency)
  if (!totals.ok) read.refuse(totals.message, 'lines')
}
