import { expect } from 'vitest'
import { type Api, type Asker, startApi } from './api.ts'

// A small shop over the API: orders come in and mutations are called as any client would.

export const channel = 'shop'
export const connector: Asker = { role: 'connector', channelKey: channel }

export interface PlacedLine {
  sku: string
  quantity: number
  more?: Record<string, unknown>
}

export interface Outcome {
  userErrors: { code: string; message: string; field: string[] | null; details: unknown }[]
  // biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for
  [field: string]: any
}

const orderFields = `number version status customerStatus paymentStatus releasedAt allowedActions
  total { amount } originalTotal { amount } balance { amount }
  lines { id reference sku quantity open allocated shipped delivered cancelled returned lost total { amount } components { sku substitutedFor } }
  holds { id reason keepsStock expiresAt }
  ended: holds(active: false) { reason releasedAt }
  shipments { id number status version warehouse { key } shippedAt deliveredAt
    lines { orderLine { reference } quantity }
    packages { reference status trackingNumber contents { sku quantity } }
    routing { candidates { warehouse { key } chosen eliminatedBy } } }
  cancellationRequests { id accepted }
  exceptions(statuses: [OPEN]) { nodes { kind evidence } }`

export class Shop {
  readonly api: Api
  private placed = 0

  constructor(api: Api) {
    this.api = api
  }

  /** Sets what one warehouse has of a SKU, which is made where it is new. */
  async stock(sku: string, onHand: number, warehouse = 'north'): Promise<void> {
    const { saveStockItem, setStock } = await this.api.ask(
      `mutation ($sku: String!, $onHand: Int!, $warehouse: String!) {
        saveStockItem(item: { sku: $sku }) { userErrors { message } }
        setStock(counts: [{ sku: $sku, warehouse: $warehouse, onHand: $onHand }], reason: "CYCLE_COUNT") { results { userErrors { message } } userErrors { message } }
      }`,
      { sku, onHand, warehouse },
    )
    expect([...saveStockItem.userErrors, ...setStock.userErrors, ...setStock.results[0].userErrors]).toEqual([])
  }

  /** A paid order of these lines at 10.00 a unit; answers with its number. */
  async place(lines: PlacedLine[], more: Record<string, unknown> = {}): Promise<string> {
    return (await this.placeAll([{ lines, more }]))[0]!
  }

  async placeAll(wanted: { lines: PlacedLine[]; more?: Record<string, unknown> }[]): Promise<string[]> {
    const orders = wanted.map(({ lines, more }) => {
      const reference = `S${++this.placed}`
      const units = lines.reduce((sum, line) => sum + line.quantity, 0)
      return {
        channel,
        reference,
        placedAt: '2026-11-20T10:00:00Z',
        currency: 'GBP',
        taxesIncluded: true,
        shippingAddress: { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
        lines: lines.map(({ sku, quantity, more: extra }, index) => ({
          reference: String(index + 1),
          sku,
          quantity,
          unitPrice: '10.00',
          ...extra,
        })),
        payments: [{ reference: `P${reference}`, status: 'PAID', amount: `${units * 10}.00` }],
        ...more,
      }
    })
    const { importOrders } = await this.api.ask(
      `mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) { results { order { number } userErrors { message } } } }`,
      { orders },
    )
    return importOrders.results.map((result: { order: { number: string }; userErrors: unknown[] }) => {
      expect(result.userErrors).toEqual([])
      return result.order.number
    })
  }

  /** A mutation about an order, by its number; further arguments as GraphQL text. */
  async order(mutation: string, number: string, args = '', asker?: Asker): Promise<Outcome> {
    const document = `mutation ($number: String!) { ${mutation}(order: { number: $number } ${args}) {
      order { ${orderFields} } userErrors { code message field details } } }`
    return (await this.api.ask(document, { number }, asker))[mutation]
  }

  /** A mutation about a shipment, by its number. */
  async shipment(mutation: string, number: string, args = '', asker?: Asker): Promise<Outcome> {
    const document = `mutation ($number: String!) { ${mutation}(shipment: { number: $number } ${args}) {
      shipment { number version status carrier shippedAt deliveredAt packages { reference status trackingNumber trackingEvents { nodes { status } } } order { ${orderFields} } }
      userErrors { code message field details } } }`
    return (await this.api.ask(document, { number }, asker))[mutation]
  }

  async pick(...numbers: string[]): Promise<Outcome> {
    const shipments = numbers.map((number) => ({ number }))
    const document = `mutation ($shipments: [ShipmentKey!]!) { startPicking(shipments: $shipments) {
      pickList { number warehouse { key } shipments { number status } } userErrors { code message field details } } }`
    return (await this.api.ask(document, { shipments })).startPicking
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for
  async read(number: string): Promise<any> {
    const document = `query ($number: String!) { order(number: $number) { ${orderFields} } }`
    return (await this.api.ask(document, { number })).order
  }

  async level(sku: string, warehouse = 'north'): Promise<Record<string, number>> {
    const { stockItem } = await this.api.ask(
      `query ($sku: String!) { stockItem(sku: $sku) { levels { warehouse { key } onHand available committed picked putAway } } }`,
      { sku },
    )
    const level = stockItem.levels.find((row: { warehouse: { key: string } }) => row.warehouse.key === warehouse)
    const { warehouse: _, ...counted } = level
    return counted
  }

  /** Takes an order as far as packed, and answers with its shipment's number. */
  async packed(number: string, packages = ''): Promise<string> {
    const { order } = await this.order('releaseOrder', number)
    const shipment = order.shipments.at(-1).number as string
    await this.pick(shipment)
    expect((await this.shipment('packShipment', shipment, packages)).userErrors).toEqual([])
    return shipment
  }

  /** Every invariant of the books holds. */
  async intact(): Promise<void> {
    const { integrity } = await this.api.ask('{ integrity { checks { name ok sample } } }')
    expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
  }
}

/** A shop with a channel, a warehouse "north" and a later one "south", over a database of this test file's own. */
export async function openShop(stages: string[] = [], over?: Api): Promise<Shop> {
  const api = over ?? (await startApi())
  const made = await api.ask(
    `mutation ($channel: String!, $stages: [AutomationStage!]) {
      saveChannel(channelKey: $channel, name: "Shop", kind: "custom", stages: $stages) { userErrors { message } }
      north: saveWarehouse(warehouseKey: "north", name: "North", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
      south: saveWarehouse(warehouseKey: "south", name: "South", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 2) { userErrors { message } }
    }`,
    { channel, stages },
  )
  expect(Object.values<Outcome>(made).flatMap((answer) => answer.userErrors)).toEqual([])
  return new Shop(api)
}
