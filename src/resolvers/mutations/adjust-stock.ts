import type { NewMovement } from '#domain/events'
import type { LevelFacts } from '#domain/order/state'
import type { Problem } from '#domain/problems'
import { adjust, adjustmentMovement } from '#domain/stock/adjust-stock'
import { subjectOf } from '#domain/stock/look-up'
import { builder } from '#schema/builder'
import { StockChangesPayload } from '#schema/stock-changes'
import { OnError } from '../inputs/on-error.ts'
import { StockAdjustmentInput } from '../inputs/stock.ts'
import { mutation } from '../mutation.ts'
import { lookUp, STOCK_CALL_LIMIT, stockAnswer, stockCall } from '../stock-lines.ts'

mutation('adjustStock', {
  description: `Takes units into a state or out of it, at most ${STOCK_CALL_LIMIT} adjustments, one after the other: two of them move units from one state
to another, such as PUT_AWAY -3 and AVAILABLE +3. Refused with INSUFFICIENT_STOCK where a state would fall below zero. To record what was counted, use setStock.`,
  payload: StockChangesPayload,
  scope: 'stock:write',
  refused: { results: [] },
  args: builder.args((t) => ({
    adjustments: t.field({ type: [StockAdjustmentInput], required: true }),
    reason: t.string({
      required: true,
      description: 'A reason code that applies to STOCK, such as "RECEIPT" or "DAMAGE".',
    }),
    reference: t.string({ description: 'Your own number of it, such as a delivery note. At most 200 characters.' }),
    onError: t.field({ type: OnError, required: true, defaultValue: 'REJECT_ALL' }),
  })),
  run: async (args, command) => {
    const why = stockCall(args, args.adjustments, 'adjustments')
    const found = await lookUp(command, args.adjustments)
    const running = new Map<string, LevelFacts>()
    const guarded = new Map<string, { stockItemId: string; warehouseId: string; version: number }>()
    const movements: NewMovement[] = []
    const refusals = args.adjustments.map((given, index): Problem | null => {
      const adjustment = { ...given, ifVersion: given.ifVersion ?? null }
      const subject = subjectOf(adjustment, found[index]!)
      if ('code' in subject) return subject
      const { item, warehouse } = subject
      const place = `${item.id} ${warehouse.id}`
      const level = running.get(place) ?? subject.level
      const after = adjust(adjustment, { ...subject, level })
      if ('code' in after) return after
      running.set(place, after)
      movements.push(adjustmentMovement(adjustment, subject, { ...why, id: command.moment.id() }))
      // The database refuses what would fall below zero; only who named a version wants to know of any change.
      if (adjustment.ifVersion !== null)
        guarded.set(place, { stockItemId: item.id, warehouseId: warehouse.id, version: subject.level.version })
      return null
    })
    const { refused, ...answer } = stockAnswer('adjustments', found, refusals, args.onError === 'REJECT_ALL')
    if (refused) return answer
    return command.commit({ movements, levels: [...guarded.values()] }, answer)
  },
})
