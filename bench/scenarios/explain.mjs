import { writeFileSync } from 'node:fs'
import { built } from '../explain/modules.mjs'
import { openApi, tellPlans } from '../explain/plans.mjs'
import { questionsOf, sampleOf } from '../explain/questions.mjs'
import { answersOf, artefact, mostRows } from '../explain/report.mjs'
import { machine } from '../harness/report.mjs'
import { median } from '../server.mjs'

const sizes = [100_000, 1_000_000]
const file = new URL('../explain/lists.md', import.meta.url)

/** Each list with each filter at both sizes: what Postgres reads for it, and which plans read the whole of a large table. */
export async function explainScenario({ database, tell }) {
  const sides = []
  for (const size of sizes) {
    const { url } = await database(size)
    const quiet = await tellPlans(url)
    const api = openApi(url, built)
    try {
      sides.push(await answersOf(api, questionsOf(await sampleOf(api.query))))
    } finally {
      await api.close()
      await quiet()
    }
  }
  const [small, large] = sides
  writeFileSync(file, artefact(small, large, machine()))
  tell(`wrote ${file.pathname}`)
  return summary(small, large)
}

function summary(small, large) {
  const groups = new Map()
  for (const answer of large.values()) {
    const group = answer.question.list ?? (answer.question.counts ? 'counts and boards' : 'single rows and events')
    groups.set(group, [...(groups.get(group) ?? []), answer])
  }
  const rows = [...groups].map(([group, answers]) => {
    const times = [small, large].map((side) => median(answers.map(({ question }) => side.get(question.name).ms)))
    const wide = answers.filter(({ read }) => read > mostRows)
    return [group, answers.length, ...times.map((ms) => ms.toFixed(1)), (times[1] / times[0]).toFixed(2), wide.length]
  })
  const faults = [...large.values()].filter((answer) => answer.faults.length > 0)
  return {
    about:
      'Every list in every order with every filter, from both ends and the middle; `explain/lists.md` has each question, its plan and its times.',
    rows: [
      [
        '',
        'questions',
        'median ms, 100,000',
        'median ms, 1,000,000',
        'slower by',
        `read over ${mostRows.toLocaleString('en')} rows`,
      ],
      ...rows,
    ],
    wanted: [
      {
        ok: faults.length === 0,
        what: `${faults.length} questions read the whole of a large table: ${faults.map(({ question }) => question.name).join('; ')}`,
      },
    ],
  }
}
