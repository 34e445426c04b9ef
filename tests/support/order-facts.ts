import type { Moment } from '#domain/moment'
import { emptyState, type OrderFacts, type OrderState } from '#domain/order/state'
import type { LineRow, OrderRow } from '#domain/rows/order-rows'
import type { ShipmentLineRow, ShipmentRow } from '#domain/rows/shipment-rows'

// Facts for tests of decisions: a priced, paid and validated order of one channel, and two warehouses.

export const now = '2026-11-23T10:00:00.000Z'

/** The same time for all, and ids that count: id-1, id-2 … */
export function momentOf(time: string = now): Moment {
  let count = 0
  return { now: time, actor: { id: 'actor', kind: 'USER', name: 'Grace' }, id: () => `id-${++count}` }
}

export const lineOf = (given: Partial<LineRow> & { id: string }): LineRow => {
  const quantity = given.quantity ?? 1
  const elsewhere =
    (given.allocated ?? 0) +
    (given.shipped ?? 0) +
    (given.delivered ?? 0) +
    (given.cancelled ?? 0) +
    (given.returned ?? 0) +
    (given.lost ?? 0)
  return {
    orderId: 'order',
    position: 1,
    reference: given.id,
    kind: 'GOODS',
    fulfilledBy: 'MERCHANT',
    sku: 'MUG',
    channelSku: null,
    stockItemId: 'item-mug',
    title: 'A mug',
    properties: null,
    quantity,
    open: quantity - elsewhere,
    allocated: 0,
    shipped: 0,
    delivered: 0,
    cancelled: 0,
    returned: 0,
    lost: 0,
    unitPrice: 1000,
    discount: 0,
    tax: 0,
    total: 1000 * quantity,
    taxLines: [],
    components: null,
    ...given,
  }
}

export const shipmentOf = (given: Partial<ShipmentRow> & { id: string }): ShipmentRow => ({
  orderId: 'order',
  number: `CD-1-${given.id}`,
  version: 1,
  origin: 'CROSSDOCK',
  reference: null,
  warehouseId: 'wh-north',
  status: 'PLANNED',
  carrier: null,
  service: null,
  shipBy: null,
  estimatedDelivery: null,
  shippedAt: null,
  deliveredAt: null,
  createdAt: now,
  updatedAt: now,
  routing: null,
  pickListId: null,
  ...given,
})

export const onShipment = (shipmentId: string, orderLineId: string, quantity: number): ShipmentLineRow => ({
  id: `${shipmentId}/${orderLineId}`,
  orderId: 'order',
  shipmentId,
  orderLineId,
  quantity,
})

const warehouse = (id: string, key: string, priority: number): OrderFacts['warehouses'][number] => ({
  id,
  key,
  name: key,
  kind: 'OWN',
  timeZone: 'Europe/London',
  countryCode: 'GB',
  priority,
  enabled: true,
})

export function factsOf(
  given: Partial<Omit<OrderState, 'order'>> & { order?: Partial<OrderRow>; items?: OrderFacts['items'] } = {},
): OrderFacts {
  const { order, items, ...tables } = given
  const lines = tables.lines ?? [lineOf({ id: 'line-1' })]
  const total = lines.reduce((sum, line) => sum + line.total, 0)
  return {
    state: {
      ...emptyState({ ...paidOrder(total, lines.length), ...order }, lines),
      payments: [
        {
          id: 'payment',
          orderId: 'order',
          reference: 'p1',
          provider: null,
          method: null,
          collectedBy: 'CHANNEL',
          status: 'PAID',
          amount: total,
          authorized: 0,
          captured: total,
          refunded: 0,
          expiresAt: null,
          updatedAt: now,
        },
      ],
      ...tables,
    },
    channel: {
      id: 'channel',
      key: 'shop',
      name: 'Shop',
      kind: 'custom',
      enabled: true,
      stages: [],
      settings: {},
      statusMap: [],
    },
    items: items ?? { 'item-mug': { id: 'item-mug', sku: 'MUG', safetyStock: 0, levels: [], unreleasedDemand: 0 } },
    warehouses: [warehouse('wh-north', 'north', 1), warehouse('wh-south', 'south', 2)],
  }
}

const paidOrder = (total: number, lineCount: number): OrderRow => ({
  id: 'order',
  number: 'CD-1',
  kind: 'SALE',
  version: 3,
  channelId: 'channel',
  reference: 'ref-1',
  status: 'READY',
  customerStatus: 'RECEIVED',
  paymentStatus: 'PAID',
  channelStatuses: [],
  placedAt: '2026-11-20T09:00:00.000Z',
  importedAt: '2026-11-20T09:01:00.000Z',
  updatedAt: '2026-11-20T09:01:00.000Z',
  releasedAt: null,
  closedAt: null,
  notBefore: null,
  shipBy: null,
  deliverBy: null,
  deliveryMethod: 'SHIPPING',
  shippingService: null,
  customerId: null,
  shippingAddress: null,
  billingAddress: null,
  buyerNote: null,
  giftMessage: null,
  risk: null,
  currencyCode: 'GBP',
  taxesIncluded: true,
  priced: true,
  subtotal: total,
  shippingTotal: 0,
  taxTotal: 0,
  discountTotal: 0,
  total,
  statedTotal: null,
  originalTotal: total,
  orderDiscount: 0,
  paidTotal: total,
  refundedTotal: 0,
  lineCount,
  warehouseIds: [],
  tags: [],
  validation: [
    {
      rule: 'address',
      passed: true,
      overridable: false,
      message: null,
      evidence: null,
      checkedAt: '2026-11-20T09:01:00.000Z',
    },
  ],
  pendingChange: null,
  historyFrom: 1,
})
