import type { ImportedFulfillmentInput, OrderInput, OrderLineInput } from '#domain/input/order-input'
import type { ShipmentFact } from '../port.ts'
import type { NewSandboxParcel, SandboxItem, SandboxOrder, SandboxParcel } from './wire-schema.ts'

const kinds = { goods: 'GOODS', download: 'DIGITAL', tip: 'TIP' } as const satisfies Record<
  SandboxItem['kind'],
  OrderLineInput['kind']
>

/** The channel's order in our words. */
export function toOrderInput(channel: string, order: SandboxOrder): OrderInput {
  return {
    channel,
    reference: order.id,
    number: order.name,
    placedAt: order.created_at,
    updatedAt: order.modified_at,
    ...(order.test ? { test: true } : {}),
    channelStatuses: Object.entries(order.states).map(([field, value]) => ({ field, value })),
    currency: order.currency,
    taxesIncluded: true,
    customer: {
      reference: order.buyer.id,
      name: order.buyer.name,
      email: order.buyer.email,
      ...(order.buyer.phone === null ? {} : { phone: order.buyer.phone }),
    },
    shippingAddress: {
      name: order.ship_to.name,
      lines: order.ship_to.street,
      city: order.ship_to.town,
      postcode: order.ship_to.postal_code,
      country: order.ship_to.country,
    },
    lines: order.items.map(toLine),
    shippingPrice: order.delivery.price,
    shippingTax: order.delivery.tax,
    total: order.total,
    deliveryMethod: 'SHIPPING',
    shippingService: order.delivery.service,
    shipBy: order.delivery.dispatch_by,
    deliverBy: order.delivery.arrive_by,
    ...(order.note === null ? {} : { buyerNote: order.note }),
    payments: [toPayment(order.payment)],
    ...(order.risk === null
      ? {}
      : { risk: { level: order.risk.level.toUpperCase(), score: order.risk.score, reasons: order.risk.reasons } }),
    fulfillments: order.parcels.map(toFulfillment),
    cancellations:
      order.cancellation === null
        ? []
        : [
            {
              reference: order.cancellation.id,
              cancelledAt: order.cancellation.at,
              reason: order.cancellation.reason,
            },
          ],
  }
}

const toLine = (item: SandboxItem): OrderLineInput => ({
  reference: item.id,
  kind: kinds[item.kind],
  ...(item.merchant_code === null ? {} : { sku: item.merchant_code }),
  channelSku: item.code,
  title: item.title,
  quantity: item.count,
  unitPrice: item.unit_price,
  discount: item.discount,
  tax: item.tax,
  total: item.total,
})

const toPayment = (payment: SandboxOrder['payment']) => ({
  reference: payment.id,
  provider: payment.gateway,
  collectedBy: payment.collected_by === 'channel' ? 'CHANNEL' : 'MERCHANT',
  status: payment.state === 'paid' ? 'PAID' : 'PENDING',
  amount: payment.amount,
  captured: payment.state === 'paid' ? payment.amount : '0',
  ...(payment.paid_at === null ? {} : { capturedAt: payment.paid_at }),
})

/** Named by what we called it where we notified the channel, so that the echo of our own parcel is known as ours. */
const toFulfillment = (parcel: SandboxParcel): ImportedFulfillmentInput => ({
  reference: parcel.merchant_reference ?? parcel.id,
  lines: parcel.items.map(({ id, count }) => ({ line: id, quantity: count })),
  ...(parcel.carrier === null ? {} : { carrier: parcel.carrier }),
  ...(parcel.tracking === null ? {} : { trackingNumber: parcel.tracking }),
  shippedAt: parcel.sent_at,
})

/** Our shipment in the channel's words. It keeps one tracking number a parcel: the first. */
export const toParcel = (fact: ShipmentFact, now: string): NewSandboxParcel => ({
  merchant_reference: fact.reference,
  items: fact.lines.map(({ line, quantity }) => ({ id: line, count: quantity })),
  carrier: fact.carrier,
  tracking: fact.trackingNumbers[0] ?? null,
  sent_at: fact.shippedAt ?? now,
})
