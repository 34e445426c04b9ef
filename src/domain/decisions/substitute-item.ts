import type { Moment } from '../moment.ts'
import { splitAmount } from '../money/split-amount.ts'
import { type Change, Draft } from '../order/draft.ts'
import type { GoodsSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts, OrderState, StockItemFacts } from '../order/state.ts'
import { takesStock } from '../order/status.ts'
import { type Problem, problem, Refusal, refuse } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import type { LineRow } from '../rows/order-rows.ts'
import { runValidation } from '../validation/run-validation.ts'

export const substituteNeeds = needs('holds', 'exceptions', 'shipmentLines')
type Part = Named<typeof substituteNeeds>

export interface SubstituteCommand {
  lineId: string
  sku: string
  /** What the SKU names; undefined where it names nothing of ours. */
  item: StockItemFacts | undefined
  /** All open units where absent. */
  quantity?: number | null
  reasonCode: string
}

/** Why nothing of the order can be substituted. */
export const substituteRefusal = (state: GoodsSummary): Problem | null =>
  state.lines.some(isSubstitutable)
    ? null
    : problem(
        'TOO_LATE_TO_CHANGE',
        `Order ${state.order.number} has no open goods; unrelease what is committed first.`,
        ['order'],
      )

const isSubstitutable = (line: LineRow): boolean => takesStock(line) && line.open > 0

/**
 * Sends another item for units that are not committed yet. The buyer pays what was agreed: price and the SKU that was sold
 * stay, and where only a part is substituted the line is split and its money with it, to the last minor unit.
 */
export function substituteItem(facts: OrderFacts<Part>, command: SubstituteCommand, moment: Moment): Change<Part> {
  const reasonCode = requireReason(command.reasonCode, 'SUBSTITUTE_ITEM')
  const { state } = facts
  const line = state.lines.find((row) => row.id === command.lineId)!
  const quantity = quantityOf(facts.state, line, command.quantity ?? null)
  const item = command.item
  if (item === undefined)
    return refuse(
      'UNKNOWN_SKU',
      `There is no stock item with the SKU "${command.sku}"; create it with saveStockItem.`,
      ['sku'],
    )
  if (item.id === line.stockItemId)
    return refuse('ALREADY_DONE', `Line ${line.reference} takes ${item.sku} already.`, ['sku'])
  const draft = Draft.edit(facts, moment)
  const now = itemOf(facts, line)
  const substitute = substituteFor(line, now, item)
  const whole = quantity === line.quantity
  const parts = whole ? null : split(draft, line, quantity)
  if (parts === null) draft.patch('lines', line.id, substitute)
  else {
    draft.patch('lines', line.id, parts.rest)
    draft.add('lines', { ...parts.part, ...substitute })
  }
  draft.event({
    type: 'ITEM_SUBSTITUTED',
    reasonCode,
    changes: [{ field: `lines.${line.reference}.stockItem`, before: now, after: item.sku }],
    data: { line: line.reference, quantity, newLine: parts?.part.reference ?? null },
  })
  runValidation(draft, { ...facts, items: { ...facts.items, [item.id]: item } })
  return draft.finish()
}

const itemOf = (facts: OrderFacts<Part>, line: LineRow): string | null =>
  (line.stockItemId === null ? undefined : facts.items[line.stockItemId]?.sku) ?? line.sku ?? line.channelSku

function quantityOf(state: OrderState<Part>, line: LineRow, wanted: number | null): number {
  const refusal = substituteRefusal(state)
  if (refusal !== null) throw new Refusal(refusal)
  if (!takesStock(line))
    refuse(
      'INVALID_TRANSITION',
      `Line ${line.reference} takes nothing from our stock; there is nothing to substitute.`,
      ['line'],
    )
  if (line.open === 0)
    refuse('TOO_LATE_TO_CHANGE', `Line ${line.reference} has no open units; unrelease what is committed first.`, [
      'line',
    ])
  const quantity = wanted ?? line.open
  if (quantity < 1) refuse('INVALID_INPUT', 'Substitute at least 1 unit.', ['quantity'])
  if (quantity > line.open)
    refuse('QUANTITY_EXCEEDED', `Line ${line.reference} has ${line.open} open units, not ${quantity}.`, ['quantity'], {
      open: line.open,
    })
  return quantity
}

/** What the units take from now on. The item that was sold is remembered, however often it is substituted. */
function substituteFor(
  line: LineRow,
  now: string | null,
  item: StockItemFacts,
): Pick<LineRow, 'stockItemId' | 'components'> {
  const sold = line.components?.[0]?.substitutedFor ?? now
  const substitute = { sku: item.sku, stockItemId: item.id, perUnit: 1, substitutedFor: sold }
  return { stockItemId: item.id, components: sold === item.sku ? null : [substitute] }
}

/** A line in two: `quantity` open units and their share of the money apart from the rest. */
function split(draft: Draft<Part>, line: LineRow, quantity: number): { rest: Partial<LineRow>; part: LineRow } {
  const weights = [line.quantity - quantity, quantity]
  const share = (amount: number) => splitAmount(amount, weights) as [number, number]
  const [total, partTotal] = share(line.total)
  const [discount, partDiscount] = share(line.discount)
  const [tax, partTax] = share(line.tax)
  const taxLines = line.taxLines.map((taxLine) => share(taxLine.amount))
  const withTax = (index: 0 | 1) => line.taxLines.map((taxLine, n) => ({ ...taxLine, amount: taxLines[n]![index] }))
  const rest = {
    quantity: line.quantity - quantity,
    open: line.open - quantity,
    total,
    discount,
    tax,
    taxLines: withTax(0),
  }
  const part: LineRow = {
    ...line,
    ...{ id: draft.moment.id(), reference: freeReference(draft.state, line), position: nextPosition(draft.state) },
    ...{ quantity, open: quantity, allocated: 0, shipped: 0, delivered: 0, cancelled: 0, returned: 0, lost: 0 },
    ...{ total: partTotal, discount: partDiscount, tax: partTax, taxLines: withTax(1) },
  }
  return { rest, part }
}

const nextPosition = (state: OrderState<Part>): number => Math.max(...state.lines.map((row) => row.position)) + 1

function freeReference(state: OrderState<Part>, line: LineRow): string {
  for (let n = 1; ; n++) {
    const reference = `${line.reference}/${n}`
    if (!state.lines.some((row) => row.reference === reference)) return reference
  }
}
