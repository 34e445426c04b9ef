import type { NewMovement } from '../events.ts'
import { type Problem, problem } from '../problems.ts'
import type { StockState } from '../vocabulary.ts'
import { counterOf, type LevelSubject, levelDetails, onHandOf, UNITS_LIMIT } from './level.ts'

/** A clock may run ahead of ours by this much before its time counts as the future. */
export const CLOCK_SKEW_MS = 60_000

/** A physical count of everything that is in the building, allocated and picked units included. */
export interface StockCount {
  sku: string
  warehouse: string
  onHand: number
  /** When it was counted; what moved since comes on top. Null: now. */
  countedAt: string | null
  ifVersion: number | null
}

/** What a count comes to: units that appear or go, and how many allocated ones must be taken back from orders first. */
export interface CountPlan {
  appear: number
  /** By state, in this order. AVAILABLE includes the units that were taken back. */
  go: { state: StockState; quantity: number }[]
  takeBack: number
}

/** After what is free and what is promised: units that nobody was promised, in the order in which they are given up. */
const unsellable = ['PUT_AWAY', 'DAMAGED', 'QUALITY_CONTROL'] as const satisfies StockState[]

export function planCount(
  count: StockCount,
  subject: LevelSubject,
  movedSince: number,
  now: string,
): CountPlan | Problem {
  const { item, level, warehouse } = subject
  const place = `${item.sku} in ${warehouse.key}`
  if (count.onHand < 0)
    return problem('INVALID_INPUT', `A count of ${place} is 0 or more units, not ${count.onHand}.`, ['onHand'])
  if (count.countedAt !== null && Date.parse(count.countedAt) > Date.parse(now) + CLOCK_SKEW_MS)
    return problem('INVALID_INPUT', `The count of ${place} is dated ${count.countedAt}, which is still to come.`, [
      'countedAt',
    ])
  const target = count.onHand + movedSince
  if (target > UNITS_LIMIT)
    return problem('LIMIT_EXCEEDED', `${place} would hold ${target} units; at most ${UNITS_LIMIT} can be kept.`, [
      'onHand',
    ])
  const difference = target - onHandOf(level)
  if (difference >= 0) return { appear: difference, go: [], takeBack: 0 }

  let missing = -difference
  const take = (units: number): number => {
    const taken = Math.min(missing, units)
    missing -= taken
    return taken
  }
  const free = take(level.available)
  const takeBack = take(level.committed)
  const go: CountPlan['go'] = [{ state: 'AVAILABLE', quantity: free + takeBack }]
  for (const state of unsellable) go.push({ state, quantity: take(level[counterOf[state]]) })
  if (missing > 0) return belowPicked(count, subject, movedSince)
  return { appear: 0, go: go.filter(({ quantity }) => quantity > 0), takeBack }
}

function belowPicked(count: StockCount, { item, level, warehouse }: LevelSubject, movedSince: number): Problem {
  const since = movedSince === 0 ? '' : ` and ${movedSince} moved since`
  return problem(
    'INSUFFICIENT_STOCK',
    `${level.picked} units of ${item.sku} in ${warehouse.key} are picked for orders, so a count of ${count.onHand}${since} cannot be. ` +
      'Count the picked units too, or cancel their orders first.',
    ['onHand'],
    levelDetails(level),
  )
}

/** The movements of a plan. Those of a past count happened when it was counted, so that a repeat of it finds nothing to do. */
export function movementsOf(
  plan: CountPlan,
  { item, warehouse }: LevelSubject,
  why: { reason: string; reference: string | null; countedAt: string | null; id: () => string },
): NewMovement[] {
  const movement = (fromState: StockState | null, toState: StockState | null, quantity: number): NewMovement => ({
    id: why.id(),
    stockItemId: item.id,
    sku: item.sku,
    warehouseId: warehouse.id,
    warehouseKey: warehouse.key,
    fromState,
    toState,
    quantity,
    reason: why.reason,
    reference: why.reference,
    orderId: null,
    shipmentId: null,
    ...(why.countedAt === null ? {} : { occurredAt: why.countedAt }),
  })
  if (plan.appear > 0) return [movement(null, 'AVAILABLE', plan.appear)]
  return plan.go.map(({ state, quantity }) => movement(state, null, quantity))
}
