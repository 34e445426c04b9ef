// node bench/dataset.mjs ORDERS [--folder FOLDER]: a database of so many orders in a data folder, made once and used again.
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { fill } from './dataset/fill.mjs'

const { startEmbedded } = await import('../dist/store/embedded/start.js')
const { migrate } = await import('../dist/store/migrate.js')

/** What the data follow from; a folder that was filled otherwise is filled again. */
const recipe = createHash('sha256')
  .update(readFileSync(new URL('./dataset/fill.mjs', import.meta.url)))
  .digest('hex')

/** The data folder of so many orders, filled where it is not there yet. */
export async function dataset(orders, folder = join(tmpdir(), 'crossdock-bench', String(orders)), tell = console.log) {
  const complete = join(folder, 'complete')
  if (existsSync(complete) && readFileSync(complete, 'utf8') === recipe) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755) // started by root, Postgres runs as another user
  tell(`making ${orders.toLocaleString('en')} orders in ${folder}`)
  const embedded = await startEmbedded(folder)
  try {
    await migrate(embedded.url)
    const client = new pg.Client({ connectionString: embedded.url })
    await client.connect()
    await fill(client, orders, (line) => tell(`  ${line}`))
    await client.end()
  } finally {
    await embedded.stop()
  }
  writeFileSync(complete, recipe)
  return folder
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const orders = Number(process.argv[2])
  const at = process.argv.indexOf('--folder')
  if (!Number.isInteger(orders) || orders < 100 || orders > 8_000_000) {
    console.error('usage: node bench/dataset.mjs ORDERS [--folder FOLDER], with 100 to 8000000 orders')
    process.exit(2)
  }
  console.log(await dataset(orders, at === -1 ? undefined : process.argv[at + 1]))
}
