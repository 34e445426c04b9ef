import type { Rule } from './rule.ts'

/** Every line that takes stock names an item of ours. */
export const skuKnownRule: Rule = {
  name: 'sku-known',
  overridable: false,
  exceptions: ['UNMAPPED_SKU'],
  check({ open }) {
    const unknown = open.filter((line) => line.stockItemId === null)
    if (unknown.length === 0) return null
    const names = [...new Set(unknown.map((line) => line.sku ?? line.channelSku ?? `line ${line.reference}`))]
    return {
      message: `No stock item is known for ${shortList(names)}; save the item, or map the channel's SKU to one.`,
      evidence: {
        lines: unknown.map((line) => ({ line: line.reference, sku: line.sku, channelSku: line.channelSku })),
      },
      hold: 'UNMAPPED_SKU',
      lineIds: unknown.map((line) => line.id),
      exception: 'UNMAPPED_SKU',
    }
  },
}

/** The first few, and how many more. */
export const shortList = (names: string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
