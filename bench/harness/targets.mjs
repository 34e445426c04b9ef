import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataset } from '../dataset.mjs'
import { startServer } from '../server.mjs'
import { stock } from './shop.mjs'

const { startEmbedded } = await import('../../dist/store/embedded/start.js')
const { migrate } = await import('../../dist/store/migrate.js')

/** What scenarios run on, opened when the first one asks for it. */
export function openTargets(standard) {
  const databases = new Map()
  let shop
  return {
    /** The kept database of so many orders, its Postgres running. */
    async database(orders = standard) {
      if (!databases.has(orders)) {
        const embedded = await startEmbedded(await dataset(orders))
        databases.set(orders, embedded)
        await migrate(embedded.url)
      }
      return { url: databases.get(orders).url, orders }
    },
    /** A server with a worker on a database of its own, with a channel, a warehouse and 5,000 SKUs; for scenarios that write. */
    async shop() {
      if (shop === undefined) {
        const folder = mkdtempSync(join(tmpdir(), 'crossdock-bench-'))
        chmodSync(folder, 0o755) // started by root, Postgres runs as another user
        shop = { folder, server: await startServer(folder) }
        await stock(shop.server)
      }
      return shop.server
    },
    /** Stops the shop's server and starts it again, on the same data. */
    async reopen() {
      await shop.server.stop()
      shop.server = await startServer(shop.folder)
      return shop.server
    },
    async close() {
      await shop?.server.stop()
      if (shop !== undefined) rmSync(shop.folder, { recursive: true, force: true })
      await Promise.all([...databases.values()].map((embedded) => embedded.stop()))
    },
  }
}
