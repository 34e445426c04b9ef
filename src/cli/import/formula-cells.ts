/** The first columns of a file of rejects. */
export const ownColumns = ['rejected line', 'rejected because'] as const

// What a spreadsheet takes for a formula, also in the wide forms that it reads alike; signs that begin a number are none.
const formula = /^'*(?:[=@\t\r＝＠]|[+\-＋－](?!(?:\d[\d.,]*|[.,]\d+)$))/u

/** The cell as text that no spreadsheet runs: with an apostrophe more in front, so that those that were there stay. */
export const quoted = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell)

/** The cell as it was before it was quoted. */
export const unquoted = (cell: string): string => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell)

/** Whether the file with this header is one of rejects, whose cells are quoted. */
export const isRejectsHeader = (header: readonly string[]): boolean =>
  ownColumns.every((name, index) => header[index]?.trim() === name)
