import { judge } from './plans.mjs'

/** Rows that a page of 50 may read; what needs more is listed by name. */
export const mostRows = 5_000

/** Asks each question a few times and keeps the quickest, with what its statements read. */
export async function answersOf(api, questions, { times = 2, slowMs = 300 } = {}) {
  const answers = new Map()
  for (const question of questions) {
    let best
    for (let time = 0; time < times; time++) {
      const { ms, plans } = await api.ask(question)
      if (best === undefined || ms < best.ms) best = { ms, plans }
      if (ms > slowMs) break
    }
    const judged = best.plans.map(judge)
    answers.set(question.name, {
      question,
      ms: best.ms,
      read: judged.reduce((sum, { read }) => sum + read, 0),
      faults: [...new Set(judged.flatMap(({ faults }) => faults))],
      plans: best.plans,
    })
  }
  return answers
}

/** How a plan gets at its rows, in one line: each table by the index that it goes through. */
export function wayOf({ Plan: plan }) {
  const steps = []
  const walk = (node) => {
    const index = node['Index Name']
    const table = node['Relation Name']
    if ((node['Actual Loops'] ?? 1) > 0) {
      if (index !== undefined) steps.push(node['Node Type'] === 'Bitmap Index Scan' ? `${index} (bitmap)` : index)
      else if (node['Node Type'] === 'Seq Scan') steps.push(`all of ${table}`)
      if (node['Node Type'].includes('Sort'))
        steps.push(`sort ${Math.round((node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1))}`)
    }
    for (const child of node.Plans ?? []) walk(child)
  }
  walk(plan)
  return [...new Set(steps)].join(', ')
}

const cell = (answer) => (answer === undefined ? ['', ''] : [answer.ms.toFixed(1), answer.read.toLocaleString('en')])

/** The artefact: each question with its time and rows at both sizes, and the way that it took at the larger. */
export function artefact(small, large, head) {
  const lines = [
    '# Every list, filter and count of the API, and how Postgres answers it',
    '',
    head,
    '',
    'Times are milliseconds of the quickest of two answers in one process, GraphQL included, with auto_explain on, which slows them; rows are those',
    'that the statements read from tables and indexes, with those that they threw away. The way is that at the larger size.',
    '',
    '| question | ms, 100,000 | ms, 1,000,000 | rows, 100,000 | rows, 1,000,000 | way |',
    '|---|---|---|---|---|---|',
  ]
  for (const [name, answer] of large) {
    const [[smallMs, smallRows], [largeMs, largeRows]] = [cell(small.get(name)), cell(answer)]
    const faults = answer.faults.length === 0 ? '' : ` **${answer.faults.join(', ')}**`
    lines.push(
      `| ${name} | ${smallMs} | ${largeMs} | ${smallRows} | ${largeRows} | ${answer.plans.map(wayOf).join('; ')}${faults} |`,
    )
  }
  return `${lines.join('\n')}\n`
}
