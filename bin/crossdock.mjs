#!/usr/bin/env node
import { existsSync } from 'node:fs'

const program = new URL('../dist/cli/main.js', import.meta.url)
if (!existsSync(program)) {
  console.error('Crossdock is not built: run "npm run build" in its folder first.')
  process.exit(1)
}
const { main } = await import(program.href)
const code = await main(process.argv.slice(2))
// The migration engine leaves a ten-second timer behind; all that we wrote is written first.
process.stdout.write('', () => process.exit(code))
