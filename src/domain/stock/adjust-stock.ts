import type { NewMovement } from '../events.ts'
import type { LevelFacts } from '../order/state.ts'
import { type Problem, problem } from '../problems.ts'
import type { StockState } from '../vocabulary.ts'
import { counterOf, type LevelSubject, levelDetails, UNITS_LIMIT } from './level.ts'

/** Units that appear in a state (positive) or leave it (negative). */
export interface StockAdjustment {
  sku: string
  warehouse: string
  state: StockState
  delta: number
  ifVersion: number | null
}

/** Only an order's own mutations move these units: else its lines and the stock would contradict each other. */
const ofOrders: Partial<Record<StockState, string>> = {
  COMMITTED: 'unreleaseOrder or cancelOrder gives allocated units back',
  PICKED: 'shipShipment sends picked units out, cancelOrder puts them away',
}

/** The level after an adjustment, or why it is refused. Paths are relative to the adjustment. */
export function adjust(adjustment: StockAdjustment, subject: LevelSubject): LevelFacts | Problem {
  const { state, delta } = adjustment
  const { item, level, warehouse } = subject
  const place = `${item.sku} in ${warehouse.key}`
  const instead = ofOrders[state]
  if (instead !== undefined)
    return problem('INVALID_INPUT', `${state} units of ${place} belong to orders and cannot be adjusted: ${instead}.`, [
      'state',
    ])
  if (delta === 0)
    return problem('INVALID_INPUT', `An adjustment of ${place} by 0 changes nothing; leave it out.`, ['delta'])
  const units = level[counterOf[state]] + delta
  if (units < 0)
    return problem(
      'INSUFFICIENT_STOCK',
      `${place} has ${level[counterOf[state]]} units ${state}; ${-delta} cannot be taken off. Adjust by less, or count it with setStock.`,
      ['delta'],
      levelDetails(level),
    )
  if (units > UNITS_LIMIT)
    return problem(
      'LIMIT_EXCEEDED',
      `${place} would hold ${units} units ${state}; at most ${UNITS_LIMIT} can be kept.`,
      ['delta'],
    )
  return { ...level, [counterOf[state]]: units }
}

export const adjustmentMovement = (
  { state, delta }: StockAdjustment,
  { item, warehouse }: LevelSubject,
  why: { reason: string; reference: string | null; id: string },
): NewMovement => ({
  id: why.id,
  stockItemId: item.id,
  sku: item.sku,
  warehouseId: warehouse.id,
  warehouseKey: warehouse.key,
  fromState: delta < 0 ? state : null,
  toState: delta < 0 ? null : state,
  quantity: Math.abs(delta),
  reason: why.reason,
  reference: why.reference,
  orderId: null,
  shipmentId: null,
})
