import type { Client } from '#api-client/client'
import { type Answer, everyRefusal, refusals, type UserError } from '#api-client/documents/answers'
import {
  mapChannelSku,
  mapChannelStatus,
  saveChannel,
  saveHandoffs,
  saveStockItem,
  saveWarehouse,
} from '#api-client/documents/settings'
import { setStock, stockLevels } from '#api-client/documents/stock'
import { catalogue } from '#connectors/channels/sandbox/simulator/catalogue'
import { channels, handoffsOf, statusMapOf, warehouses } from './merchant.ts'

/** Units of each item at the first start; of a scarce one there is hardly any. */
const FIRST_STOCK = 80
const FIRST_SCARCE_STOCK = 3

/** Makes the demo's merchant, through mutations like anybody. Done again it changes nothing. */
export async function seed(api: Client): Promise<void> {
  for (const { lacks: _, ...warehouse } of warehouses)
    settled((await api.execute(saveWarehouse, warehouse)).saveWarehouse)
  const goods = catalogue.filter(({ kind }) => kind === 'goods')
  for (const { sku, title, weightGrams } of goods) {
    settled((await api.execute(saveStockItem, { item: { sku, name: title, weightGrams } })).saveStockItem)
  }
  await firstCount(api)
  for (const { key, name, profile, fields } of channels) {
    // Nothing is polled before the channel's words and codes are known.
    settled((await api.execute(saveChannel, { key, name, kind: 'sandbox', stages: [] })).saveChannel, key)
    for (const { field, value, intent } of statusMapOf(fields)) {
      settled((await api.execute(mapChannelStatus, { key, field, value, intent })).mapChannelStatus)
    }
    for (const { listing, sku } of profile === 'marketplace' ? goods : []) {
      settled((await api.execute(mapChannelSku, { key, channelSku: listing, sku })).mapChannelSku)
    }
    settled((await api.execute(saveHandoffs, { key, handoffs: handoffsOf(key) })).saveHandoffs)
    settled(
      (
        await api.execute(saveChannel, {
          key,
          name,
          kind: 'sandbox',
          stages: ['ORDER_IMPORT', 'AUTO_RELEASE', 'TRACKING_PUSH', 'CANCELLATION_SYNC'],
        })
      ).saveChannel,
    )
  }
}

/** What was never counted is counted now; what was sold since an earlier start stays sold. */
async function firstCount(api: Client): Promise<void> {
  const { stockItems } = await api.execute(stockLevels, { skus: catalogue.map(({ sku }) => sku) })
  const known = new Set(
    (stockItems?.nodes ?? []).flatMap(({ sku, levels }) => levels.map(({ warehouse }) => `${warehouse?.key} ${sku}`)),
  )
  const counts = warehouses.flatMap(({ key, lacks }) =>
    catalogue
      .filter(
        ({ sku, kind }) =>
          kind === 'goods' && !(lacks as readonly string[]).includes(sku) && !known.has(`${key} ${sku}`),
      )
      .map(({ sku, scarce }) => ({ sku, warehouse: key, onHand: scarce ? FIRST_SCARCE_STOCK : FIRST_STOCK })),
  )
  if (counts.length > 0)
    accepted(everyRefusal((await api.execute(setStock, { counts, reason: 'INITIAL_COUNT' })).setStock), 'stock')
}

const settled = (answer: Answer, what = 'the demo'): void => accepted(refusals(answer), what)

function accepted([refusal]: UserError[], what: string): void {
  if (refusal !== undefined) throw new Error(`${what} could not be set up: ${refusal.code}: ${refusal.message}`)
}
