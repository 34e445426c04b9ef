import { holdOrder } from '#domain/decisions/hold-order'
import { recordPayment } from '#domain/decisions/record-payment'
import { unreleaseOrder } from '#domain/decisions/unrelease-order'
import { validateOrder } from '#domain/decisions/validate-order'
import type { RecordedEvent } from '#domain/events/recorded'
import { readOrder } from '#domain/input/read-order'
import { decideImport } from '#domain/intake/import-orders'
import type { Change } from '#domain/order/draft'
import type { ChannelFacts } from '#domain/order/state'
import { mapChannelSku } from '#domain/settings/map-channel-sku'
import { mapChannelStatus } from '#domain/settings/map-channel-status'
import { type ChannelRow, type ChannelToSave, saveChannel } from '#domain/settings/save-channel'
import { type StockItemToSave, saveStockItem } from '#domain/settings/save-stock-item'
import { saveWarehouse, type WarehouseToSave } from '#domain/settings/save-warehouse'
import { House, itemsOf } from './house.ts'
import { factsOf, momentOf, now } from './order-facts.ts'
import { recorded, recordedOf } from './recorded.ts'
import { whole } from './whole.ts'

// What real decisions record, for tests of what receives it.

const moment = { id: 'new', now }
const stock = { MUG: { 'wh-north': 5 } }

const factsIn = (channel: Partial<ChannelFacts>, given: Parameters<typeof factsOf>[0] = {}) => {
  const facts = factsOf({ items: itemsOf(stock), ...given })
  return { ...facts, channel: { ...facts.channel, ...channel } }
}

/** A house with one paid order of this channel. */
export const houseIn = (key: string, given: Parameters<typeof factsOf>[0] = {}, more: Partial<ChannelFacts> = {}) =>
  new House(factsIn({ key, ...more }, given))

const address = { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' }

/** A new order of one mug; `paid` false: nobody paid it yet. */
export const imported = (channelKey: string, given: { paid?: boolean } = {}): RecordedEvent[] =>
  recordedOf(newOrder(channelKey, given))

function newOrder(channelKey: string, { paid = true } = {}): Change {
  const { channel, items, warehouses } = factsIn({ key: channelKey })
  const read = readOrder(
    {
      channel: channelKey,
      reference: 'ref-1',
      placedAt: now,
      currency: 'GBP',
      taxesIncluded: true,
      shippingAddress: address,
      lines: [{ reference: '1', sku: 'MUG', quantity: 1, unitPrice: '10.00' }],
      payments: [{ reference: 'P1', status: paid ? 'PAID' : 'PENDING', amount: '10.00' }],
    },
    0,
  )
  const reservation = {
    channelId: channel.id,
    reference: 'ref-1',
    orderId: null,
    deferred: [],
    digest: null,
    updatedAt: null,
  }
  const deciding = decideImport(
    [read],
    {
      channels: [channel],
      warehouses,
      items: Object.values(items),
      channelSkus: [],
      reservations: [{ ...reservation, recheck: false }],
      customers: [],
      numbers: ['CD-1'],
      orders: new Map(),
    },
    momentOf(),
  )
  const { changes, outcomes } = whole(deciding)
  const [change] = changes
  if (change === undefined) throw new Error(JSON.stringify(outcomes))
  return change
}

/** An order that no rule has judged yet is judged. */
export function validated(channelKey: string): RecordedEvent[] {
  const { order, ...parts } = newOrder(channelKey).after
  const unjudged = { ...parts, order: { ...order, status: 'NEW' as const, validation: [] } }
  return recordedOf(validateOrder(factsIn({ key: channelKey }, unjudged), momentOf()))
}

/** An order that waits for its payment is paid. */
export function paid(channelKey: string): RecordedEvent[] {
  const facts = factsIn({ key: channelKey }, newOrder(channelKey, { paid: false }).after)
  return recordedOf(recordPayment(facts, { reference: 'P1', status: 'PAID', amount: '10.00' }, momentOf()))
}

/** The order is released, and taken back by a person. */
export function unreleased(channelKey: string): Change {
  const house = houseIn(channelKey)
  house.release()
  return house.do((facts, at) => unreleaseOrder(facts, { reasonCode: 'OTHER' }, at))
}

export const held = (expiresAt: string | null): RecordedEvent[] =>
  recordedOf(holdOrder(factsIn({}), { reason: 'MANUAL', expiresAt }, momentOf()))

/** A channel as it stands, and what saving it over again records. */
export const channelOf = (wanted: ChannelToSave): ChannelRow => saveChannel(null, wanted, moment).row

export const savedChannel = (before: ChannelRow | null, wanted: ChannelToSave): RecordedEvent[] =>
  recordedEvent(saveChannel(before, wanted, moment).event)

export const mappedStatus = (channel: ChannelRow): RecordedEvent[] =>
  recordedEvent(mapChannelStatus(channel, null, 0, { field: 'state', value: 'odd', intent: 'ACCEPT' }, 'm').event)

export const mappedSku = (channel: ChannelRow, sku: string): RecordedEvent[] =>
  recordedEvent(mapChannelSku(channel, undefined, 'X', { id: 'item', sku }, 'm').event)

export const savedItem = (before: StockItemToSave | null, wanted: StockItemToSave): RecordedEvent[] =>
  recordedEvent(saveStockItem(before === null ? null : saveStockItem(null, before, moment).row, wanted, moment).event)

export const savedWarehouse = (before: WarehouseToSave | null, wanted: WarehouseToSave): RecordedEvent[] =>
  recordedEvent(saveWarehouse(before === null ? null : saveWarehouse(null, before, moment).row, wanted, moment).event)

const recordedEvent = (event: Parameters<typeof recorded>[0][number] | null): RecordedEvent[] =>
  recorded(event === null ? [] : [event])
