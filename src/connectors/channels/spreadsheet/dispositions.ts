/** What became of a row. Every row of the file ends as exactly one of these, and the summary adds them up. */
export const dispositions = [
  'UNACCOUNTED',
  'LINE',
  'CANCELLED',
  'RETURNED',
  'REFUNDED',
  'PARTLY_MATCHED',
  'UNMATCHED',
  'SET_ASIDE',
  'UNREADABLE',
  'ORDER_UNREADABLE',
  'REFUSED',
] as const
export type Disposition = (typeof dispositions)[number]

export const dispositionTexts: Record<Disposition, string> = {
  UNACCOUNTED: 'not reached',
  LINE: 'lines of orders',
  CANCELLED: 'credits of the same day: cancelled units',
  RETURNED: 'later credits: returned units',
  REFUNDED: 'credits of what is not goods: money only',
  PARTLY_MATCHED: 'credits matched in part; the rest is an exception',
  UNMATCHED: 'credits without a sale; each is an exception',
  SET_ASIDE: 'set aside by a rule of the map (in the rejects file)',
  UNREADABLE: 'unreadable rows (in the rejects file)',
  ORDER_UNREADABLE: 'rows of orders with an unreadable row (in the rejects file)',
  REFUSED: 'rows of orders that the server refused (in the rejects file)',
}

/** The rows that say something is wrong with the file or the map; what the map itself sets aside is no fault. */
export const faulty: ReadonlySet<Disposition> = new Set<Disposition>(['UNREADABLE', 'ORDER_UNREADABLE', 'REFUSED'])

/** A disposition a row, in one byte. */
export class DispositionTable {
  readonly #codes: Uint8Array

  constructor(rows: number) {
    this.#codes = new Uint8Array(rows)
  }

  get rows(): number {
    return this.#codes.length
  }

  at(row: number): Disposition {
    return dispositions[this.#codes[row] ?? 0] ?? 'UNACCOUNTED'
  }

  set(row: number, disposition: Disposition): void {
    this.#codes[row] = dispositions.indexOf(disposition)
  }

  count(): Record<Disposition, number> {
    const counts = Object.fromEntries(dispositions.map((d) => [d, 0])) as Record<Disposition, number>
    for (const code of this.#codes) counts[dispositions[code] ?? 'UNACCOUNTED']++
    return counts
  }
}
