import type { Random } from '../../../seeded-random.ts'
import type { SandboxItem, SandboxOrder } from '../wire-schema.ts'
import { type CatalogueItem, catalogue } from './catalogue.ts'
import { britain, europe, names } from './people.ts'
import type { Story } from './stories.ts'

/** A web shop in pounds that knows the merchant's SKUs, or a marketplace in euros that has listing codes of its own. */
export type Profile = 'web-shop' | 'marketplace'

/** Hours until the parcel should leave, and until it should be there. */
const DISPATCH_HOURS = 24
const ARRIVE_HOURS = 72

export interface Placed {
  order: SandboxOrder
  /** What the postcode should have been. */
  rightPostcode: string
}

/** The `ordinal`-th order of a shop, as its buyer places it at `now`. */
export function placeOrder(
  profile: Profile,
  id: string,
  ordinal: number,
  story: Story,
  random: Random,
  now: string,
): Placed {
  const shop = profile === 'web-shop'
  const address = random.pick(shop ? britain : europe)
  const name = random.pick(names)
  const bought = basket(random, story)
  const items = bought.map((item, index) => line(item, `${id}-${index + 1}`, shop, random))
  if (story === 'UNKNOWN_CODE') items[0] = { ...items[0]!, code: 'MUG-BLEU', merchant_code: shop ? 'MUG-BLEU' : null }
  const delivery = random.pick(shop ? [395, 595, 0] : [490, 890])
  const goods = items.reduce((sum, item) => sum + pence(item.total), 0)
  const total = amount(goods + delivery + (story === 'WRONG_TOTAL' ? 100 : 0))
  const paid = story !== 'PAID_LATER'
  const order: SandboxOrder = {
    id,
    name: shop ? `#${1000 + ordinal}` : `M-${String(ordinal).padStart(6, '0')}`,
    created_at: now,
    modified_at: now,
    test: story === 'TEST',
    states: states(shop, paid, story),
    currency: shop ? 'GBP' : 'EUR',
    buyer: {
      id: `buyer-${name.toLowerCase().replace(' ', '-')}`,
      name,
      email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
      phone: random.next() < 0.5 ? '+44 20 7946 0123' : null,
    },
    ship_to: {
      name,
      street: [address.street],
      town: address.town,
      postal_code:
        story === 'MISTYPED_POSTCODE' || story === 'POSTCODE_MENDED' ? address.mistyped : address.postal_code,
      country: address.country,
    },
    items,
    delivery: {
      service: random.pick(['Standard', 'Standard', 'Express']),
      price: amount(delivery),
      tax: amount(Math.round(delivery / 6)),
      dispatch_by: hoursAfter(now, DISPATCH_HOURS),
      arrive_by: hoursAfter(now, ARRIVE_HOURS),
    },
    total,
    payment: {
      id: `pay-${id}`,
      gateway: shop ? 'sandbox-pay' : 'marketplace',
      collected_by: shop ? 'merchant' : 'channel',
      state: paid ? 'paid' : 'open',
      amount: total,
      paid_at: paid ? now : null,
    },
    risk:
      story === 'HIGH_RISK'
        ? { level: 'high', score: 0.93, reasons: ['the card and the parcel go to different countries'] }
        : null,
    parcels: [],
    cancellation: null,
    note: null,
  }
  return { order, rightPostcode: address.postal_code }
}

function states(shop: boolean, paid: boolean, story: Story): Record<string, string> {
  if (story === 'STRANGE_STATE')
    return shop ? { payment: 'paid', fulfilment: 'on_backorder' } : { state: 'AwaitingPickupSlot' }
  if (shop) return { payment: paid ? 'paid' : 'pending', fulfilment: 'open' }
  return { state: paid ? 'Unshipped' : 'Pending' }
}

/** One to three different things; a plain order is of goods that are plentiful, so that most orders flow. */
function basket(random: Random, story: Story): CatalogueItem[] {
  const choice = catalogue.filter((item) => story === 'PLAIN' || item.kind === 'goods')
  const wanted = new Map<string, CatalogueItem>()
  for (let count = random.between(1, 3); count > 0; count--) {
    const item = random.pick(choice as [CatalogueItem, ...CatalogueItem[]])
    wanted.set(item.sku, item)
  }
  const items = [...wanted.values()]
  return items.some((item) => item.kind === 'goods') ? items : [...items, catalogue[0]]
}

function line(item: CatalogueItem, id: string, shop: boolean, random: Random): SandboxItem {
  const count = item.kind === 'download' || item.scarce ? 1 : random.between(1, 3)
  const discount = random.next() < 0.15 ? Math.round((item.price * count) / 10) : 0
  const total = item.price * count - discount
  return {
    id,
    code: shop ? item.sku : item.listing,
    merchant_code: shop ? item.sku : null,
    title: item.title,
    kind: item.kind,
    count,
    unit_price: amount(item.price),
    discount: amount(discount),
    tax: amount(Math.round(total / 6)),
    total: amount(total),
  }
}

const amount = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
const pence = (text: string): number => Number(text.replace('.', ''))
const hoursAfter = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString()
