// npm run bench [scenario …]: measures a server of its own, on a data folder of its own, against what Postgres and
// Node can do for the same work in the same run. Prints medians and ratios; nothing outside loopback is touched.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importScenario } from './scenarios/import.mjs'
import { releaseScenario } from './scenarios/release.mjs'
import { spreadsheetScenario } from './scenarios/spreadsheet.mjs'
import { startScenario } from './scenarios/start.mjs'
import { startServer } from './server.mjs'

const scenarios = {
  start: startScenario,
  import: importScenario,
  release: releaseScenario,
  spreadsheet: spreadsheetScenario,
}
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in scenarios))
if (unknown.length > 0) {
  console.error(`unknown scenario ${unknown.join(', ')}; there are: ${Object.keys(scenarios).join(', ')}`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'crossdock-bench-'))
chmodSync(folder, 0o755) // started by root, Postgres runs as another user
let server
try {
  server = await startServer(folder)
  console.log(`Node ${process.version}, ${server.postgres}, ${(await import('node:os')).cpus().length} cores\n`)
  for (const name of asked.length > 0 ? asked : Object.keys(scenarios)) {
    console.log(`## ${name}`)
    server = (await scenarios[name](server, folder)) ?? server
    console.log()
  }
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
