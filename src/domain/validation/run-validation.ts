import { closeCase, openCase } from '../exception/cases.ts'
import type { Draft } from '../order/draft.ts'
import { liftHold, placeHold } from '../order/holds.ts'
import type { OrderFacts } from '../order/state.ts'
import type { ValidationResult } from '../rows/order-rows.ts'
import { contextOf, type Finding, type Rule, resultOf } from './rule.ts'
import { validationRules } from './rules.ts'

/**
 * Judges the order as it now stands: writes the results, holds it for what failed and lets go of what passed, opens and
 * closes the exceptions that belong to the rules. Safe to repeat: without news it changes nothing.
 */
export function runValidation(
  draft: Draft<'holds' | 'exceptions'>,
  facts: Pick<OrderFacts, 'items' | 'warehouses' | 'candidates'>,
): void {
  if (facts.candidates !== undefined) resolveItems(draft, facts.items, facts.candidates)
  const context = contextOf({ ...facts, state: draft.state, channel: draft.channel }, draft.before)
  const findings = validationRules.map((rule) => ({ rule, finding: rule.check(context) }))
  const results = findings.map(({ rule, finding }) => resultOf(rule, finding, draft.moment.now))
  const before = draft.order.validation
  if (!sameResults(before, results)) {
    draft.set({ validation: results })
    if (before.length > 0 || context.outstanding.length > 0) {
      draft.event({ type: 'ORDER_VALIDATED', data: { results: results.map(({ rule, passed }) => ({ rule, passed })) } })
    }
  }
  for (const { rule, finding } of findings) settle(draft, rule, finding)
}

function settle(draft: Draft<'holds' | 'exceptions'>, rule: Rule, finding: Finding | null): void {
  for (const hold of draft.state.holds) {
    if (hold.rule === rule.name && hold.releasedAt === null && hold.reason !== finding?.hold) liftHold(draft, hold.id)
  }
  for (const kind of rule.exceptions) if (kind !== finding?.exception) closeCase(draft, kind)
  if (finding === null) return
  const { message, evidence, hold, lineIds, exception } = finding
  placeHold(draft, { reason: hold, rule: rule.name, evidence, ...(lineIds === undefined ? {} : { lineIds }) })
  if (exception !== undefined) openCase(draft, { kind: exception, summary: message, evidence, rule: rule.name })
}

/** Lines whose SKU was unknown and is known by now. */
function resolveItems(
  draft: Draft<'holds' | 'exceptions'>,
  items: OrderFacts['items'],
  candidates: Record<string, string>,
): void {
  for (const [lineId, itemId] of Object.entries(candidates)) {
    const line = draft.state.lines.find((row) => row.id === lineId)
    const item = items[itemId]
    if (line === undefined || item === undefined || line.stockItemId !== null || line.open === 0) continue
    draft.patch('lines', lineId, { stockItemId: itemId, sku: item.sku, channelSku: line.channelSku ?? line.sku })
    draft.event({
      type: 'ORDER_UPDATED',
      changes: [{ field: `lines.${line.reference}.stockItem`, before: null, after: item.sku }],
    })
  }
}

/** Evidence is identified by the message; from the database it comes back with its keys in another order. */
const sameResults = (before: ValidationResult[], after: ValidationResult[]): boolean =>
  before.length === after.length &&
  before.every(({ rule, passed, overridable, message }, index) => {
    const other = after[index]!
    return (
      rule === other.rule && passed === other.passed && overridable === other.overridable && message === other.message
    )
  })
