import { chooseTakeBacks, type Shortfall, takeBack, takeBackNeeds } from '#domain/decisions/take-back'
import type { NewMovement } from '#domain/events'
import type { Problem } from '#domain/problems'
import { problem } from '#domain/problems'
import type { LevelSubject, StockLookup } from '#domain/stock/level'
import { subjectOf } from '#domain/stock/look-up'
import { type CountPlan, movementsOf, planCount, type StockCount } from '#domain/stock/set-stock'
import { builder } from '#schema/builder'
import { StockChangesPayload } from '#schema/stock-changes'
import { FactsMoved } from '#store/errors'
import { loadOrderFacts } from '#store/read/order-facts'
import { loadAllocations } from '#store/read/stock-facts'
import type { CommandContext } from '../command-context.ts'
import { OnError } from '../inputs/on-error.ts'
import { StockCountInput } from '../inputs/stock.ts'
import { mutation } from '../mutation.ts'
import { lookUp, STOCK_CALL_LIMIT, stockAnswer, stockCall } from '../stock-lines.ts'

interface Accepted {
  subject: LevelSubject
  plan: CountPlan
  count: StockCount
}

mutation('setStock', {
  description: `Records physical counts, at most ${STOCK_CALL_LIMIT}. A count that says what is known writes nothing. More units than known become available. Fewer come
off the available ones first; a count below what is committed is accepted too: it takes allocations back from orders that are not picked yet, the latest
promise first, and each of those orders is held with INVENTORY_OUT_OF_STOCK and an exception STOCK_SHORTAGE. A count below what is picked is refused.`,
  payload: StockChangesPayload,
  scope: 'stock:write',
  refused: { results: [] },
  args: builder.args((t) => ({
    counts: t.field({ type: [StockCountInput], required: true }),
    reason: t.string({ required: true, description: 'A reason code that applies to STOCK, such as "CYCLE_COUNT".' }),
    reference: t.string({ description: 'Your own number of the count. At most 200 characters.' }),
    onError: t.field({ type: OnError, required: true, defaultValue: 'REJECT_ALL' }),
  })),
  run: async (args, command) => {
    const why = stockCall(args, args.counts, 'counts')
    const counts = args.counts.map(
      (count): StockCount => ({
        sku: count.sku,
        warehouse: count.warehouse,
        onHand: count.onHand,
        countedAt: count.countedAt ?? null,
        ifVersion: count.ifVersion ?? null,
      }),
    )
    const found = await lookUp(command, counts)
    const plans = planCounts(counts, found, command.moment.now)
    const refusals = plans.map((plan) => ('code' in plan ? plan : null))
    const { refused, ...answer } = stockAnswer('counts', found, refusals, args.onError === 'REJECT_ALL')
    if (refused) return answer
    const accepted = plans.filter((plan): plan is Accepted => !('code' in plan) && writes(plan.plan))
    const movements: NewMovement[] = accepted.flatMap(({ plan, subject, count }) =>
      movementsOf(plan, subject, { ...why, countedAt: count.countedAt, id: () => command.moment.id() }),
    )
    const levels = accepted.map(({ subject: { item, warehouse, level } }) => ({
      stockItemId: item.id,
      warehouseId: warehouse.id,
      version: level.version,
    }))
    return command.commit({ changes: await takeBacks(command, accepted, why), movements, levels }, answer)
  },
})

const writes = (plan: CountPlan): boolean => plan.appear > 0 || plan.go.length > 0

function planCounts(counts: StockCount[], found: StockLookup[], now: string): (Accepted | Problem)[] {
  const seen = new Set<string>()
  return counts.map((count, index) => {
    const { movedSince, ...lookup } = found[index]!
    const subject = subjectOf(count, { ...lookup, movedSince })
    if ('code' in subject) return subject
    const place = `${subject.item.id} ${subject.warehouse.id}`
    if (seen.has(place))
      return problem(
        'INVALID_INPUT',
        `${count.sku} in ${count.warehouse} is counted twice in this call; count it once.`,
        ['sku'],
      )
    seen.add(place)
    const plan = planCount(count, subject, movedSince, now)
    return 'code' in plan ? plan : { subject, plan, count }
  })
}

/** The orders that lose units, each changed once whatever number of counts takes from it. */
async function takeBacks(
  command: CommandContext,
  accepted: Accepted[],
  why: { reason: string; reference: string | null },
) {
  const byOrder = new Map<string, Shortfall[]>()
  for (const { subject, plan } of accepted) {
    if (plan.takeBack === 0) continue
    const { item, warehouse, level } = subject
    const { version, allocations } = await loadAllocations(command.handle, item.id, warehouse.id)
    if (version !== level.version) throw new FactsMoved(`the stock of ${item.sku} moved while it was counted`)
    for (const { orderId, quantity } of chooseTakeBacks(plan.takeBack, allocations)) {
      const shortfall = {
        stockItemId: item.id,
        sku: item.sku,
        warehouseId: warehouse.id,
        warehouseKey: warehouse.key,
        quantity,
      }
      byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), shortfall])
    }
  }
  const facts = await loadOrderFacts(command.handle, [...byOrder.keys()], takeBackNeeds)
  return [...byOrder].map(([orderId, shortfalls]) => takeBack(facts.get(orderId)!, shortfalls, why, command.moment))
}
