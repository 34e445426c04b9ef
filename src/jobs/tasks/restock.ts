import { z } from 'zod'
import { everyRefusal } from '#api-client/documents/answers'
import { type Adjustment, adjustStock, stockLevels } from '#api-client/documents/stock'
import { catalogue } from '#connectors/channels/sandbox/simulator/catalogue'
import { type Job, task } from '../job.ts'
import { again } from '../outcome.ts'

/** From one delivery to the sandbox warehouse to the next. */
const DELIVERY_MS = 15_000
/** A delivery fills up to `full` what fell below `low`; scarce things come when they are gone, a few, and not every time. */
const plenty = { low: 40, full: 120 }
const scarce = { chance: 0.4, units: 3 }

/** Goods arrive at a sandbox warehouse, and what was picked for cancelled orders goes back on its shelf. */
export const restockTask = task({
  name: 'restock',
  payload: z.object({ warehouse: z.string() }),
  async run({ warehouse }, { api }) {
    const { stockItems } = await api.execute(stockLevels, { skus: catalogue.map(({ sku }) => sku) })
    const arrived: Adjustment[] = []
    const putBack: Adjustment[] = []
    for (const { sku, levels } of stockItems?.nodes ?? []) {
      const level = levels.find((each) => each.warehouse?.key === warehouse)
      if (level === undefined) continue
      const delta = delivered(sku, level.available)
      if (delta > 0) arrived.push({ sku, warehouse, state: 'AVAILABLE', delta })
      if (level.putAway === 0) continue
      putBack.push({ sku, warehouse, state: 'PUT_AWAY', delta: -level.putAway })
      putBack.push({ sku, warehouse, state: 'AVAILABLE', delta: level.putAway })
    }
    await adjust(api, arrived, 'RECEIPT')
    await adjust(api, putBack, 'PUT_BACK')
    return again(DELIVERY_MS)
  },
})

function delivered(sku: string, available: number): number {
  if (catalogue.find((item) => item.sku === sku)?.scarce) {
    return available === 0 && Math.random() < scarce.chance ? scarce.units : 0
  }
  return available < plenty.low ? plenty.full - available : 0
}

async function adjust(api: Job['api'], adjustments: Adjustment[], reason: string): Promise<void> {
  if (adjustments.length === 0) return
  // Sent twice it would count twice: an answer that is lost is left to the next delivery.
  const [refusal] = everyRefusal(
    (await api.execute(adjustStock, { adjustments, reason }, { repeatSafe: false })).adjustStock,
  )
  if (refusal !== undefined) throw new Error(`${refusal.code}: ${refusal.message}`)
}
