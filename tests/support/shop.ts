import { type Api, type Asker, startApi } from './api.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
type Answer = any

/** An API with one channel, one warehouse and two stocked items, and the words to talk to it. */
export interface Shop {
  api: Api
  /** A paid order of two mugs, ready to go; a fresh one each time. */
  order(more?: Record<string, unknown>): OrderDraft
  /** Imports, and answers with the whole payload. */
  send(orders: unknown[], onError?: 'SKIP_INVALID' | 'REJECT_ALL', asker?: Asker): Promise<Answer>
  /** Imports one order, which must not be rejected, and answers with its result. */
  bring(order: unknown): Promise<Answer>
  /** The order as it is now. */
  read(reference: string): Promise<Answer>
  /** Runs a mutation on the order of this reference; `rest` are its further arguments and what it selects besides userErrors. */
  mutate(mutation: string, reference: string, args: string, asker?: Asker): Promise<Answer>
  /** Units of an item in Leeds, by state. */
  stock(sku: string): Promise<Record<string, number>>
}

export type OrderDraft = Record<string, unknown> & { reference: string }

const orderFields = `
  id number version status customerStatus paymentStatus lineCount tags buyerNote placedAt releasedAt
  channelStatuses { field value }
  shippingAddress { name lines city postcode countryCode country }
  customer { name email phone }
  subtotal { amount } shippingTotal { amount } discountTotal { amount } taxTotal { amount }
  total { amount } originalTotal { amount } paidTotal { amount } refundedTotal { amount } balance { amount }
  lines { id reference kind fulfilledBy sku channelSku title quantity open allocated shipped delivered cancelled returned total { amount } }
  payments { reference status captured { amount } }
  holds { id reason evidence lines { reference } }
  validation { rule passed message evidence }
  pendingChange { changes { field before after redacted } }
  cancellationRequests { id accepted lines { quantity } }
  shipments { id number origin status lines { quantity orderLine { reference } } packages { trackingNumber } }
  refunds { kind status amount { amount } reference }
  references { system kind value }
  exceptions(statuses: [OPEN, IN_PROGRESS]) { nodes { id version kind summary evidence } }
  messages { nodes { subject isOrderUpdateRequest } }
  events(first: 100) { nodes { type sequence status previousStatus reasonCode changes { field before after redacted } } }
  ledger(first: 100) { nodes { account amount { amount } } }`

const importOrders = `mutation ($orders: [OrderInput!]!, $onError: OnError! = SKIP_INVALID) {
  importOrders(orders: $orders, onError: $onError) {
    created updated unchanged stale rejected
    results { index outcome order { ${orderFields} } userErrors { code message field } }
    userErrors { code message field }
  }
}`

export async function openShop(): Promise<Shop> {
  const api = await startApi()
  await api.ask(`mutation {
    saveChannel(channelKey: "shop", name: "Shop", kind: "custom", settings: {locations: {main: "leeds"}}) { userErrors { message } }
    saveWarehouse(warehouseKey: "leeds", name: "Leeds", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
    a: saveStockItem(item: {sku: "MUG"}) { userErrors { message } }
    b: saveStockItem(item: {sku: "TEA"}) { userErrors { message } }
    setStock(counts: [{sku: "MUG", warehouse: "leeds", onHand: 10000}, {sku: "TEA", warehouse: "leeds", onHand: 10000}], reason: "INITIAL_COUNT") { userErrors { message } }
  }`)
  let next = 0
  const shop: Shop = {
    api,
    order(more = {}) {
      const n = ++next
      return {
        channel: 'shop',
        reference: `S${n}`,
        placedAt: '2026-11-20T10:00:00Z',
        updatedAt: '2026-11-20T10:00:00Z',
        currency: 'GBP',
        taxesIncluded: true,
        customer: { reference: `C${n}`, name: 'Ada Lovelace', email: 'ada@example.org' },
        shippingAddress: {
          name: 'Ada Lovelace',
          lines: ['1 Main Street'],
          city: 'London',
          postcode: 'sw1a1aa',
          country: 'UK',
        },
        lines: [{ reference: '1', sku: 'MUG', title: 'Mug', quantity: 2, unitPrice: '10.00' }],
        payments: [{ reference: `P${n}`, status: 'PAID', amount: '20.00' }],
        ...more,
      }
    },
    async send(orders, onError = 'SKIP_INVALID', asker = {}) {
      return (await api.ask(importOrders, { orders, onError }, asker)).importOrders
    },
    async bring(order) {
      const { results } = await shop.send([order])
      if (results[0].outcome === 'REJECTED') throw new Error(JSON.stringify(results[0].userErrors))
      return results[0]
    },
    async read(reference) {
      const data = await api.ask(
        `query ($value: String!) { orderByReference(system: "shop", value: $value) { ${orderFields} } }`,
        { value: reference },
      )
      return data.orderByReference
    },
    async mutate(mutation, reference, args, asker) {
      const data = await api.ask(
        `mutation ($order: OrderKey!) { ${mutation}(order: $order${args ? `, ${args}` : ''}) { order { ${orderFields} } userErrors { code message field details } } }`,
        { order: { reference: { system: 'shop', value: reference } } },
        asker,
      )
      return data[mutation]
    },
    async stock(sku) {
      const data = await api.ask(
        `query ($sku: String!) { stockItem(sku: $sku) { levels { onHand available committed picked putAway } } }`,
        { sku },
      )
      return data.stockItem.levels[0]
    },
  }
  return shop
}

/** A later snapshot of the same order: an hour passed for each step. */
export const later = (order: OrderDraft, more: Record<string, unknown> = {}, hours = 1): OrderDraft => ({
  ...order,
  updatedAt: new Date(Date.parse('2026-11-20T10:00:00Z') + hours * 3_600_000).toISOString(),
  ...more,
})

export const kinds = (order: Answer): string[] => order.exceptions.nodes.map((one: { kind: string }) => one.kind).sort()
export const holds = (order: Answer): string[] => order.holds.map((one: { reason: string }) => one.reason).sort()
