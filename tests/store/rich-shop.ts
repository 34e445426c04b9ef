import { expect } from 'vitest'
import { openShop, type Shop } from '../support/open-shop.ts'

export interface RichShop {
  shop: Shop
  /** Of an order that was shipped, with parcels, tracking, an exception, messages and a refund. */
  number: string
  shipment: string
}

/** A shop in which a bit of everything has happened, so that every table has rows and most columns are sometimes null. */
export async function richShop(): Promise<RichShop> {
  const shop = await openShop(['TRACKING_PUSH'])
  const { api } = shop
  await shop.stock('MUG', 40)
  await shop.stock('CUP', 7, 'south')
  await shop.stock('mug_100%', 3)
  const number = await shop.place(
    [
      { sku: 'MUG', quantity: 2 },
      { sku: 'CUP', quantity: 1 },
    ],
    {
      customer: { reference: 'C1', name: 'Ada Byron', email: 'ada@example.org' },
      tags: ['gift', 'vip'],
      buyerNote: 'Ring twice',
    },
  )
  const shipment = await shop.packed(
    number,
    ', packages: [{ reference: "1", trackingNumber: "TRACK-9", weightGrams: 800 }]',
  )
  await shop.shipment('shipShipment', shipment)
  await shop.shipment(
    'recordTracking',
    shipment,
    `, events: [${['10', '12', '14'].map((hour) => `{ status: IN_TRANSIT, occurredAt: "2026-11-21T${hour}:00:00Z", trackingNumber: "TRACK-9", location: "Hub ${hour}" }`)}]`,
  )
  await shop.placeAll(
    ['gift', 'b2b', 'late', 'vip'].map((tag, index) => ({
      lines: Array.from({ length: index + 1 }, (_, line) => ({
        sku: ['MUG', 'CUP', 'GONE', 'mug_100%'][line]!,
        quantity: index + 1,
      })),
      more: {
        tags: index === 2 ? [] : [tag],
        shipBy: index === 1 ? null : `2026-11-2${index + 3}T10:00:00Z`,
        placedAt: `2026-11-1${index + 5}T10:00:00Z`,
        ...(index === 3
          ? {}
          : {
              customer: { reference: `C${index}`, name: index === 0 ? null : 'Grace', email: `g${index}@example.org` },
            }),
      },
    })),
  )
  const held = await shop.place([{ sku: 'MUG', quantity: 1 }])
  await shop.order('holdOrder', held, ', reason: MANUAL, note: "Wait"')
  const cancelled = await shop.place([{ sku: 'MUG', quantity: 3 }])
  await shop.order('cancelOrder', cancelled, ', reason: CUSTOMER, refund: true')
  const made = await api.ask(
    `mutation ($n: String!, $c: String!) {
      a: raiseException(kind: MANUAL, summary: "Ada called", order: { number: $n }) { userErrors { message } }
      b: raiseException(kind: MANUAL, summary: "Grace called", order: { number: $c }, evidence: { times: 2 }) { userErrors { message } }
      m: mapChannelStatus(channelKey: "shop", field: "status", value: "paid", intent: ACCEPT) { userErrors { message } }
    }`,
    { n: number, c: held },
  )
  expect(made.a.userErrors).toEqual([])
  return { shop, number, shipment }
}
