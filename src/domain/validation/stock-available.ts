import type { OrderState, StockItemFacts, WarehouseFacts } from '../order/state.ts'
import { takesStock } from '../order/status.ts'
import type { LineRow } from '../rows/order-rows.ts'
import type { Rule, RuleContext } from './rule.ts'
import { shortList } from './sku-known.ts'

/** The hold's reason, by which also others know that an order waits for stock. */
const waiting = 'INVENTORY_OUT_OF_STOCK'

/**
 * What is still open can be served from what is there: units available in enabled warehouses, less safety stock, less the
 * open units of other orders. Orders that already wait for stock are not counted among those, or two orders could each be
 * held for the other's sake while there is enough for one.
 */
export const stockAvailableRule: Rule = {
  name: 'stock-available',
  overridable: true,
  exceptions: ['STOCK_SHORTAGE'],
  check(context) {
    const wanted = new Map<string, { units: number; lines: LineRow[] }>()
    for (const line of context.open) {
      if (line.stockItemId === null) continue
      const entry = wanted.get(line.stockItemId) ?? { units: 0, lines: [] }
      wanted.set(line.stockItemId, { units: entry.units + line.open, lines: [...entry.lines, line] })
    }
    const short = [...wanted].flatMap(([id, { units, lines }]) => {
      const item = context.items[id]
      if (item === undefined) return []
      const there = Math.max(0, unclaimed(context, item))
      return there >= units ? [] : [{ sku: item.sku, units, there, lines }]
    })
    if (short.length === 0) return null
    const shortages = short.map(({ sku, units, there }) => `${units} × ${sku} (${there} there)`)
    return {
      message: `Not enough stock for ${shortList(shortages)}; receive stock, substitute, or release what is there.`,
      evidence: { items: short.map(({ sku, units }) => ({ sku, wanted: units })) },
      hold: waiting,
      lineIds: short.flatMap(({ lines }) => lines.map((line) => line.id)),
      exception: 'STOCK_SHORTAGE',
    }
  },
}

function unclaimed({ before, warehouses }: RuleContext, item: StockItemFacts): number {
  const claimed = item.unreleasedDemand - (item.waitingDemand ?? 0)
  const own = before === null || waitsForStock(before) ? 0 : openUnits(before, item.id)
  return availableIn(item, warehouses) - item.safetyStock - Math.max(0, claimed - own)
}

const openUnits = (state: Pick<OrderState, 'lines'>, itemId: string): number => {
  let units = 0
  for (const line of state.lines) if (line.stockItemId === itemId && takesStock(line)) units += line.open
  return units
}

const availableIn = (item: StockItemFacts, warehouses: WarehouseFacts[]): number => {
  let units = 0
  for (const level of item.levels) {
    if (warehouses.some((warehouse) => warehouse.id === level.warehouseId && warehouse.enabled))
      units += level.available
  }
  return units
}

export const waitsForStock = (state: Pick<OrderState, 'holds'>): boolean =>
  state.holds.some((hold) => hold.reason === waiting && hold.releasedAt === null)
