import { type Problem, refuse } from '#domain/problems'
import { requireReason } from '#domain/reason-codes'
import type { StockLookup } from '#domain/stock/level'
import { cleanText, isStorable, REFERENCE_LIMIT } from '#domain/values/text'
import type { StockChangeResultShape, StockChangesPayloadShape } from '#schema/stock-changes'
import { loadStockLookups } from '#store/read/stock-facts'
import type { CommandContext } from './command-context.ts'

/** Lines of one stock call. */
export const STOCK_CALL_LIMIT = 500

/** Why stock changes, for its movements; refuses an unknown reason code, a reference too long, and a call too long. */
export function stockCall(args: { reason: string; reference?: string | null }, lines: unknown[], argument: string) {
  if (lines.length > STOCK_CALL_LIMIT)
    refuse(
      'LIMIT_EXCEEDED',
      `One call takes at most ${STOCK_CALL_LIMIT} lines; this one has ${lines.length}. Split it.`,
      [argument],
    )
  const reference = args.reference == null ? null : cleanText(args.reference, REFERENCE_LIMIT, 'The reference')
  if (reference !== null && !reference.ok) return refuse('INVALID_INPUT', reference.message, ['reference'])
  return { reason: requireReason(args.reason, 'STOCK', ['reason']), reference: reference?.value || null }
}

/** What each line names; a name that cannot be stored names nothing. */
export const lookUp = async (
  command: CommandContext,
  lines: readonly { sku: string; warehouse: string; countedAt?: string | null }[],
): Promise<StockLookup[]> =>
  loadStockLookups(
    command.handle,
    lines.map(({ sku, warehouse, countedAt }) => ({
      sku: isStorable(sku) ? sku.trim() : '',
      warehouse: isStorable(warehouse) ? warehouse : '',
      since: countedAt ?? null,
    })),
  )

/** The answer to a stock call, from each line's refusal or its absence. */
export function stockAnswer(
  argument: string,
  found: readonly StockLookup[],
  refusals: readonly (Problem | null)[],
  rejectAll: boolean,
): StockChangesPayloadShape & { refused: boolean } {
  const results = found.map(({ item, warehouse }, index): StockChangeResultShape => {
    const refusal = refusals[index] ?? null
    const at = [argument, String(index)]
    const userErrors = refusal === null ? [] : [{ ...refusal, field: [...at, ...(refusal.field ?? [])] }]
    return { index, stockItemId: item?.id ?? null, warehouseId: warehouse?.id ?? null, userErrors }
  })
  const errors = results.flatMap((result) => result.userErrors)
  const refused = rejectAll && errors.length > 0
  return { results, userErrors: refused ? errors : [], refused }
}
