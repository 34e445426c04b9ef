import { type Problem, problem } from '../problems.ts'
import { emptyLevel, type LevelSubject, levelDetails, type StockLookup } from './level.ts'

interface Asked {
  sku: string
  warehouse: string
  ifVersion: number | null
}

/** The level that a line of a stock call is about, or why it cannot be about any. Paths are relative to the line. */
export function subjectOf(asked: Asked, found: StockLookup): LevelSubject | Problem {
  if (found.item === null)
    return problem('UNKNOWN_SKU', `There is no stock item with the SKU "${asked.sku}"; create it with saveStockItem.`, [
      'sku',
    ])
  if (found.warehouse === null)
    return problem(
      'UNKNOWN_WAREHOUSE',
      `There is no warehouse with the key "${asked.warehouse}"; create it with saveWarehouse.`,
      ['warehouse'],
    )
  const level = found.level ?? emptyLevel(found.warehouse.id)
  if (asked.ifVersion !== null && asked.ifVersion !== level.version)
    return problem(
      'STALE_VERSION',
      `The stock of ${found.item.sku} in ${found.warehouse.key} is at version ${level.version}, not ${asked.ifVersion}: read it again and decide again.`,
      ['ifVersion'],
      levelDetails(level),
    )
  return { item: found.item, warehouse: found.warehouse, level }
}
