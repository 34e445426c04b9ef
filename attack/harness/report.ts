import type { Finding } from '../probe.ts'
import type { Cost } from './meter.ts'

export interface Outcome extends Finding, Cost {
  name: string
  promise: string
  alive: boolean
  seconds: number
  held: boolean
}

const widths = [26, 7, 10, 8, 9, 6, 8] as const
const line = (cells: string[]): string =>
  cells
    .map((cell, n) => (n === 0 || n >= widths.length ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
    .join('  ')

export const heading = (): string =>
  line(['probe', 'tried', 'grown MB', 'kept MB', 'stall ms', 'alive', 's', 'verdict'])

/** One line of the table, and under it what was promised and not held. */
export function asRow(outcome: Outcome): string {
  const { name, tried, grownMb, keptMb, stallMs, alive, seconds, held, note, wrong, promise } = outcome
  const verdict = `${held ? 'held' : 'BROKEN'}${note === undefined ? '' : ` (${note})`}`
  const row = line([
    name,
    `${tried}`,
    `${grownMb}`,
    `${keptMb}`,
    `${stallMs}`,
    alive ? 'yes' : 'NO',
    seconds.toFixed(1),
    verdict,
  ])
  return held ? row : [row, `    promised: ${promise}`, ...wrong.map((each) => `    seen: ${each}`)].join('\n')
}

export function summary(outcomes: readonly Outcome[]): string {
  const broken = outcomes.filter(({ held }) => !held)
  const of = `${outcomes.length} ${outcomes.length === 1 ? 'promise' : 'promises'}`
  return broken.length === 0
    ? `\n${of} held.`
    : `\n${broken.length} of ${of} broken: ${broken.map(({ name }) => name).join(', ')}.`
}
