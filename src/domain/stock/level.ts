import type { LevelFacts } from '../order/state.ts'
import type { StockState } from '../vocabulary.ts'

/** More units than this of one SKU in one warehouse are a typing mistake, not a stock; counters stay far from overflow. */
export const UNITS_LIMIT = 100_000_000

/** The stock of one SKU in one warehouse, as a decision about stock sees it. */
export interface LevelSubject {
  item: { id: string; sku: string }
  warehouse: { id: string; key: string }
  /** All zero at version 0 where nothing ever moved. */
  level: LevelFacts
}

/** What a line of a stock call names, and what was found of it. */
export interface StockLookup {
  item: { id: string; sku: string } | null
  warehouse: { id: string; key: string } | null
  level: LevelFacts | null
  /** Units that came into the building less units that left it since the time of the count. */
  movedSince: number
}

export const emptyLevel = (warehouseId: string): LevelFacts => ({
  warehouseId,
  version: 0,
  available: 0,
  committed: 0,
  picked: 0,
  putAway: 0,
  damaged: 0,
  qualityControl: 0,
  inTransit: 0,
  incoming: 0,
})

/** The counter of a level that holds units of a state. */
export const counterOf: Record<StockState, Exclude<keyof LevelFacts, 'warehouseId' | 'version'>> = {
  AVAILABLE: 'available',
  COMMITTED: 'committed',
  PICKED: 'picked',
  PUT_AWAY: 'putAway',
  DAMAGED: 'damaged',
  QUALITY_CONTROL: 'qualityControl',
  IN_TRANSIT: 'inTransit',
  INCOMING: 'incoming',
}

/** The states whose units are in the building. */
export const onHandStates = ['AVAILABLE', 'COMMITTED', 'PICKED', 'PUT_AWAY', 'DAMAGED', 'QUALITY_CONTROL'] as const

export const onHandOf = (level: LevelFacts): number =>
  onHandStates.reduce((units, state) => units + level[counterOf[state]], 0)

/** The counters of a level by name, for the details of a refusal. */
export const levelDetails = ({ warehouseId: _, ...level }: LevelFacts): Record<string, number> => ({
  ...level,
  onHand: onHandOf({ warehouseId: _, ...level }),
})
