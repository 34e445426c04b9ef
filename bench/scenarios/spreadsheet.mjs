import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { startChild } from '../harness/children.mjs'
import { against } from '../harness/report.mjs'
import { memoryOf } from '../server.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const file = here('../../../shared/data/uci/online_retail.csv.gz')

/** A real shop's year, 541,909 rows: imported, then once more, when nothing may be created or changed. */
export async function spreadsheetScenario({ shop, tell }) {
  if (!existsSync(file)) {
    const about = 'Skipped: the UCI file is not beside the project (../shared/data/uci/online_retail.csv.gz).'
    return { about, rows: [['nothing measured']], wanted: [], keep: true }
  }
  const server = await shop()
  const wanted = []
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-bench-file-'))
  const copy = join(folder, 'online_retail.csv.gz')
  copyFileSync(file, copy)
  const rows = [['541,909 rows', 'seconds', 'peak memory, server and importer together']]
  for (const pass of ['first import', 'the same again']) {
    const began = performance.now()
    const child = startChild(
      process.execPath,
      [
        here('../../bin/crossdock.mjs'),
        'import',
        copy,
        '--channel',
        'uci',
        '--map',
        here('../../docs/examples/uci-online-retail.map.json'),
      ],
      {
        env: { ...process.env, CROSSDOCK_URL: `${server.url}/graphql`, CROSSDOCK_TOKEN: server.token },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    child.stdout.on('data', (part) => (output += part))
    child.stderr.on('data', (part) => (output += part))
    let peak = 0
    const watch = setInterval(() => {
      try {
        peak = Math.max(peak, memoryOf(child.pid) + server.memory())
      } catch {
        // It ended between two looks.
      }
    }, 250)
    const code = await new Promise((resolve) => child.once('exit', resolve))
    clearInterval(watch)
    const time = against(`${pass}, time`, (performance.now() - began) / 1000, { most: 120, unit: ' s', digits: 1 })
    const memory = against(`${pass}, memory`, peak, { most: 600, unit: ' MB', digits: 0 })
    wanted.push(time, memory)
    rows.push([pass, time.text, memory.text])
    tell(`${pass}: exit ${code}\n${output.split('\n').slice(-30).join('\n')}`)
  }
  rmSync(folder, { recursive: true, force: true })
  return {
    about: "A real shop's year by `crossdock import`: first, and once more, when nothing is created or changed.",
    rows,
    wanted,
  }
}
