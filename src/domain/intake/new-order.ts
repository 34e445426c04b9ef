import type { ReadOrder } from '../input/read-order.ts'
import type { Snapshot } from '../input/snapshot.ts'
import type { Moment } from '../moment.ts'
import { formatAmount } from '../money/money.ts'
import { type Charges, currentTotals } from '../order/current-totals.ts'
import { Draft } from '../order/draft.ts'
import { addReference } from '../order/references.ts'
import { type ChannelFacts, emptyState } from '../order/state.ts'
import type { CustomerRow, OrderRow } from '../rows/order-rows.ts'
import { customerRow } from './customer.ts'
import type { ItemIndex } from './items.ts'
import { newLine } from './new-line.ts'

export interface NewOrderFacts {
  channel: ChannelFacts
  items: ItemIndex
  /** The customer of that id, where one is known. */
  customer: CustomerRow | null
  number: string
}

export const chargesIn = (snapshot: Snapshot): Charges => ({
  shippingPrice: snapshot.shippingPrice ?? 0,
  shippingTax: snapshot.shippingTax ?? 0,
  orderDiscount: snapshot.discount ?? 0,
})

/** A new order as the channel placed it, before anything that happened to it is applied. */
export function newOrder(read: ReadOrder, facts: NewOrderFacts, moment: Moment): Draft {
  const { snapshot } = read
  const { channel } = facts
  const orderId = moment.id()
  const lines = snapshot.lines.map((said, index) =>
    newLine(said, { id: moment.id(), orderId, position: index + 1 }, channel, facts.items),
  )
  const totals = currentTotals(lines, chargesIn(snapshot), snapshot.taxesIncluded)
  const order: OrderRow = {
    id: orderId,
    number: facts.number,
    kind: 'SALE',
    version: 0,
    channelId: channel.id,
    ...headerOf(snapshot),
    status: 'NEW',
    customerStatus: 'RECEIVED',
    paymentStatus: 'PENDING',
    importedAt: moment.now,
    updatedAt: moment.now,
    releasedAt: null,
    closedAt: null,
    customerId: null,
    ...totals,
    orderDiscount: snapshot.discount ?? 0,
    originalTotal: totals.total,
    paidTotal: 0,
    refundedTotal: 0,
    lineCount: lines.length,
    warehouseIds: [],
    validation: [],
    pendingChange: null,
    historyFrom: 1,
  }
  const draft = Draft.create(emptyState(order, lines), channel, moment)
  draft.setSnapshot({ orderId, updatedAt: read.updatedAt, digest: read.digest, body: snapshot })
  if (snapshot.customer !== undefined) {
    const saidAt = read.updatedAt ?? snapshot.placedAt
    const customer = customerRow(draft, snapshot, snapshot.customer, facts.customer, saidAt)
    draft.setCustomer(customer)
    draft.set({ customerId: customer.id })
  }
  addReference(draft, 'CHANNEL_ORDER', snapshot.reference)
  if (snapshot.number !== undefined) addReference(draft, 'CHANNEL_ORDER_NUMBER', snapshot.number)
  tell(draft, snapshot)
  return draft
}

/** The fields of an order's header that are the channel's word alone. */
export function headerOf(snapshot: Snapshot) {
  return {
    reference: snapshot.reference,
    channelStatuses: snapshot.channelStatuses,
    placedAt: snapshot.placedAt,
    notBefore: snapshot.notBefore ?? null,
    shipBy: snapshot.shipBy ?? null,
    deliverBy: snapshot.deliverBy ?? null,
    deliveryMethod: snapshot.deliveryMethod,
    shippingService: snapshot.shippingService ?? null,
    shippingAddress: snapshot.shippingAddress ?? null,
    billingAddress: snapshot.billingAddress ?? null,
    buyerNote: snapshot.buyerNote ?? null,
    giftMessage: snapshot.giftMessage ?? null,
    risk: riskOf(snapshot),
    currencyCode: snapshot.currency,
    taxesIncluded: snapshot.taxesIncluded,
    priced: snapshot.priced,
    statedTotal: snapshot.total ?? null,
    tags: snapshot.tags ?? [],
  }
}

export const riskOf = ({ risk }: Snapshot): OrderRow['risk'] =>
  risk === undefined
    ? null
    : { level: risk.level, score: risk.score ?? null, provider: risk.provider ?? null, reasons: risk.reasons ?? [] }

/** The first event, and what the order comes to by account. */
function tell(draft: Draft, snapshot: Snapshot): void {
  const { order, lines } = draft.state
  draft.event({
    type: 'ORDER_IMPORTED',
    data: {
      reference: order.reference,
      number: snapshot.number ?? null,
      placedAt: order.placedAt,
      lines: lines.length,
      total: formatAmount(order.total, order.currencyCode),
      currencyCode: order.currencyCode,
    },
  })
  const occurredAt = order.placedAt
  const tips = lines.reduce((sum, line) => (line.kind === 'TIP' ? sum + line.total + line.discount : sum), 0)
  draft.post({ account: 'SALE', amount: order.subtotal - tips, occurredAt })
  draft.post({ account: 'TIP', amount: tips, occurredAt })
  draft.post({ account: 'SHIPPING', amount: order.shippingTotal, occurredAt })
  if (!order.taxesIncluded) draft.post({ account: 'TAX', amount: order.taxTotal, occurredAt })
  draft.post({ account: 'DISCOUNT', amount: -order.discountTotal, occurredAt })
}
