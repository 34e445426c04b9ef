import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DepotState, openDepot } from '#connectors/carriers/sandbox/simulator/depot'
import { serveDepot } from '#connectors/carriers/sandbox/simulator/serve'
import { serveShop, unsteady } from '#connectors/channels/sandbox/simulator/serve'
import { openShop, type ShopState } from '#connectors/channels/sandbox/simulator/shop'
import { seededRandom } from '#connectors/seeded-random'
import type { Connections } from '../worker.ts'
import { carrier, channels } from './merchant.ts'

/** How often what the simulators know is written down, so that a restart goes on from there. */
const SAVE_MS = 10_000
/** Share of parcel announcements whose answer is lost. */
const LOST_ANSWERS = 0.03

export interface SandboxPace {
  /** A buyer comes to each channel this often. */
  buyerMs: number
  /** A parcel is scanned this often. */
  scanMs: number
}

export interface Sandbox {
  connections: Connections
  stop(): Promise<void>
}

interface Saved {
  seed: string
  shops: Record<string, ShopState>
  depot: DepotState
}

/** The world outside: both channels and the carrier, as servers on this machine. They remember in the data folder. */
export async function openSandbox(dataFolder: string, pace: SandboxPace): Promise<Sandbox> {
  const file = join(dataFolder, 'sandbox.json')
  const before = readSaved(file)
  // New shops get new order numbers: the database of an earlier demo knows the old ones.
  const seed = before?.seed ?? randomBytes(3).toString('hex')
  const shops = channels.map(({ key, profile }) => ({
    key,
    shop: openShop({ profile, seed: `${key}-${seed}`, everyMs: pace.buyerMs }, before?.shops[key]),
  }))
  const served = await Promise.all(
    shops.map(async ({ key, shop }) => ({ channel: key, ...(await serveShop(shop, key, unsteady(`${key}-${seed}`))) })),
  )
  const depot = openDepot({ seed, stepMs: pace.scanMs }, before?.depot)
  const weather = seededRandom(`${seed}/depot`)
  const servedDepot = await serveDepot(depot, carrier, () => weather.next() < LOST_ANSWERS)

  const save = () => {
    const saved: Saved = {
      seed,
      shops: Object.fromEntries(shops.map(({ key, shop }) => [key, shop.state()])),
      depot: depot.state(),
    }
    writeFileSync(`${file}.new`, JSON.stringify(saved))
    renameSync(`${file}.new`, file)
  }
  const timer = setInterval(save, SAVE_MS)
  return {
    connections: {
      channels: served.map(({ channel, url, key }) => ({ channel, url, key })),
      carriers: { [carrier]: { kind: 'sandbox', url: servedDepot.url, key: servedDepot.key } },
    },
    async stop() {
      clearInterval(timer)
      await Promise.all([...served, servedDepot].map((each) => each.stop()))
      save()
    },
  }
}

function readSaved(file: string): Saved | undefined {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Saved // written by us alone
  } catch {
    return undefined // a half-written file of a full disk: the simulators begin anew
  }
}
