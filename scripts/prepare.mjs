// What npm runs after an install: generates the Prisma client and compiles. An install for production (`npm ci --omit=dev`) has
// neither compiler nor generator and takes dist/ as it was built before.
import { execSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const at = (path) => new URL(`../${path}`, import.meta.url)
if (existsSync(at('node_modules/typescript')) && existsSync(at('node_modules/prisma'))) {
  execSync('npm run --silent generate && npm run --silent build', { cwd: at(''), stdio: 'inherit' })
} else if (!existsSync(at('dist/server/main.js'))) {
  console.error(
    'There is no build yet, and development dependencies were left out: run "npm ci" first, then "npm ci --omit=dev".',
  )
  process.exit(1)
}
