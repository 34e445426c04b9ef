import type { OrderState } from './state.ts'

/**
 * The parts of an order that its history records. Not `snapshot`, the channel's last word: it is intake's own note of what it has read, and
 * nothing of the order that is not in its other parts.
 */
export type Part = Exclude<keyof OrderState, 'order' | 'customer' | 'snapshot'>
export type PartRow<P extends Part> = OrderState[P][number]

/** What changed of one part: rows by id, a new one without what is blank, a known one with what is new; and the ids of those that went. */
export interface PartStep<Row> {
  set?: (Partial<Row> & { id: string })[]
  gone?: string[]
}

/** What one decision changed of an order; see `rebuild`. */
export type OrderStep = { [P in Part]?: PartStep<PartRow<P>> } & {
  order?: Partial<OrderState['order']>
  /** As this order's decisions left it. The customer's other orders may change it too. */
  customer?: Partial<NonNullable<OrderState['customer']>>
}

/** Columns that say nothing where they have these values, so that a step leaves them out; every other one is in each new row's step. */
interface PartRules<Row> {
  blank: Partial<Row>
  /** Columns that may name somebody: the store keeps them apart, where they can be erased. An erased one is rebuilt as null. */
  personal: readonly (keyof Row & string)[]
}

export const partRules: { [P in Part]: PartRules<PartRow<P>> } & {
  order: PartRules<OrderState['order']>
  customer: PartRules<NonNullable<OrderState['customer']>>
} = {
  order: {
    blank: {
      kind: 'SALE',
      channelStatuses: [],
      releasedAt: null,
      closedAt: null,
      notBefore: null,
      shipBy: null,
      deliverBy: null,
      shippingService: null,
      customerId: null,
      shippingAddress: null,
      billingAddress: null,
      buyerNote: null,
      giftMessage: null,
      risk: null,
      shippingTotal: 0,
      taxTotal: 0,
      discountTotal: 0,
      orderDiscount: 0,
      statedTotal: null,
      paidTotal: 0,
      refundedTotal: 0,
      tags: [],
      warehouseIds: [],
      pendingChange: null,
    },
    personal: ['shippingAddress', 'billingAddress', 'buyerNote', 'giftMessage', 'pendingChange'],
  },
  customer: { blank: { reference: null, name: null, email: null, phone: null }, personal: ['name', 'email', 'phone'] },
  references: { blank: { url: null }, personal: [] },
  lines: {
    blank: {
      kind: 'GOODS',
      fulfilledBy: 'MERCHANT',
      sku: null,
      channelSku: null,
      stockItemId: null,
      properties: null,
      open: 0,
      allocated: 0,
      shipped: 0,
      delivered: 0,
      cancelled: 0,
      returned: 0,
      lost: 0,
      unitPrice: null,
      discount: 0,
      tax: 0,
      taxLines: [],
      components: null,
    },
    personal: ['properties'],
  },
  payments: {
    blank: { provider: null, method: null, authorized: 0, captured: 0, refunded: 0, expiresAt: null },
    personal: [],
  },
  transactions: { blank: { status: 'SUCCEEDED', reference: null }, personal: [] },
  holds: {
    blank: {
      rule: null,
      note: null,
      lineIds: [],
      expiresAt: null,
      releasedAt: null,
      releasedBy: null,
      releaseReasonCode: null,
      evidence: null,
      fingerprint: null,
    },
    personal: ['note'],
  },
  cancellationRequests: {
    blank: { reference: null, lines: [], reason: null, respondBy: null, accepted: null, decidedAt: null },
    personal: ['reason'],
  },
  shipments: {
    blank: {
      reference: null,
      warehouseId: null,
      carrier: null,
      service: null,
      shipBy: null,
      estimatedDelivery: null,
      shippedAt: null,
      deliveredAt: null,
      routing: null,
      pickListId: null,
    },
    personal: [],
  },
  shipmentLines: { blank: {}, personal: [] },
  packages: {
    blank: {
      sscc: null,
      carrier: null,
      trackingNumber: null,
      trackingUrl: null,
      weightGrams: null,
      lengthMm: null,
      widthMm: null,
      heightMm: null,
    },
    personal: [],
  },
  trackingEvents: {
    blank: { carrierStatus: null, location: null, description: null },
    personal: ['location', 'description'],
  },
  refunds: { blank: { reasonCode: null, reference: null, lines: [], settledAt: null }, personal: [] },
  exceptions: {
    blank: {
      evidence: null,
      rule: null,
      fingerprint: null,
      shipmentId: null,
      channelId: null,
      ownerId: null,
      dueAt: null,
      breachedAt: null,
      resolvedAt: null,
      resolution: null,
      reasonCode: null,
    },
    personal: ['summary', 'resolution', 'evidence'],
  },
  pushes: { blank: { confirmedAt: null, attempts: 0, lastError: null }, personal: ['lastError'] },
}

export const parts = (Object.keys(partRules) as (keyof typeof partRules)[]).filter(
  (name): name is Part => name !== 'order' && name !== 'customer',
)
