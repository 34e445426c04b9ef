import { orderNumber } from '#domain/values/order-number'
import type { Store } from '#store/connect'
import { freshId } from '#store/fresh-id'

export { freshId } from '#store/fresh-id'

let sequence = 1_000_000

export const address = {
  name: 'Ada Byron',
  company: null,
  lines: ['12 St James Square'],
  city: 'London',
  region: null,
  postcode: 'SW1Y 4JH',
  countryCode: 'GB',
  country: 'United Kingdom',
  phone: null,
  verified: false,
}

export async function seedChannel(store: Store, key: string): Promise<string> {
  const id = freshId()
  await store.prisma.channel.create({ data: { id, key, name: key, kind: 'custom' } })
  return id
}

export interface Seeded {
  id: string
  number: string
}

/** An order with a line, as rows: for tests of what is read, not of how it came. */
export async function seedOrder(
  store: Store,
  channelId: string,
  given: {
    placedAt?: string
    shipBy?: string | null
    status?: string
    email?: string
    name?: string
    sku?: string
  } = {},
): Promise<Seeded> {
  const id = freshId()
  const number = orderNumber(sequence++)
  const placedAt = given.placedAt ?? '2026-11-20T09:00:00.000Z'
  const customerId = freshId()
  await store.prisma.customer.create({
    data: {
      id: customerId,
      channelId,
      name: given.name ?? 'Ada Byron',
      email: given.email ?? 'ada@example.org',
      updatedAt: placedAt,
    },
  })
  await store.prisma.order.create({
    data: {
      id,
      number,
      kind: 'SALE',
      version: 1,
      channelId,
      reference: `ref-${id}`,
      status: given.status ?? 'READY',
      customerStatus: 'RECEIVED',
      paymentStatus: 'PAID',
      channelStatuses: [{ field: 'status', value: 'paid' }],
      placedAt,
      importedAt: placedAt,
      updatedAt: placedAt,
      shipBy: given.shipBy ?? null,
      deliveryMethod: 'SHIPPING',
      customerId,
      shippingAddress: address,
      buyerNote: 'Ring twice',
      currencyCode: 'GBP',
      taxesIncluded: true,
      priced: true,
      subtotal: 2000n,
      shippingTotal: 495n,
      taxTotal: 416n,
      discountTotal: 0n,
      total: 2495n,
      originalTotal: 2495n,
      paidTotal: 2495n,
      refundedTotal: 0n,
      lineCount: 1,
      tags: ['gift'],
      references: {
        create: [{ id: freshId(), system: 'shop', kind: 'CHANNEL_ORDER', value: `ref-${id}` }],
      },
      lines: {
        create: [
          {
            id: freshId(),
            position: 1,
            reference: 'l1',
            kind: 'GOODS',
            fulfilledBy: 'MERCHANT',
            sku: given.sku ?? 'MUG-1',
            title: 'A mug',
            properties: { engraving: 'For Ada' },
            quantity: 2,
            open: 2,
            allocated: 0,
            shipped: 0,
            delivered: 0,
            cancelled: 0,
            returned: 0,
            lost: 0,
            unitPrice: 1000n,
            discount: 0n,
            tax: 333n,
            total: 2000n,
          },
        ],
      },
    },
  })
  return { id, number }
}

export async function seedWarehouse(store: Store, key: string): Promise<string> {
  const id = freshId()
  await store.prisma.warehouse.create({
    data: { id, key, name: key, kind: 'OWN', timeZone: 'Europe/London', countryCode: 'GB', priority: 1 },
  })
  return id
}
