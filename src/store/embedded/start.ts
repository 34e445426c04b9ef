import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '../start-error.ts'
import { type Account, accountFor, closedFolder } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { createCluster } from './create.ts'
import { explainFailure, portInUse, portTaken, worthRetrying } from './explain.ts'
import {
  clusterMajor,
  type Layout,
  layoutOf,
  openFolder,
  readPassword,
  requireReachable,
  requireVersion,
} from './folder.ts'
import { type Hold, releaseHold, takeHold } from './hold.ts'
import { choosePort, rememberedPort } from './port.ts'
import { clearForeignPidFile, findPostmaster, launch, stopPostmaster } from './process.ts'
import { type Durability, databaseName, host, maintenanceDatabase, ownerName } from './settings.ts'

export type EmbeddedOptions = {
  /** Listen here; unset: a free port, chosen once and remembered in the data folder. */
  port?: number
  /** 'off' may lose data at a power cut; for tests. */
  durability?: Durability
  /** The server died while we held it and could not be brought back. */
  onLost?: (error: Error) => void
}

export type Embedded = {
  url: string
  port: number
  /** The server already ran: another process of ours, or one that was killed, had started it. */
  adopted: boolean
  /** Stops the server when no other process of ours uses it, and leaves it running otherwise. */
  stop(): Promise<void>
}

/** Long enough for Postgres to replay its log after a kill under load. */
const startDeadlineMs = 120_000
const lookAgainMs = 15
/** Between two starts of a server that could not start yet. */
const startAgainMs = 100

type Installation = { layout: Layout; binaries: Binaries; account: Account; durability: Durability; password: string }
type Held = { port: number; hold: Hold; adopted: boolean }

/**
 * Crossdock's own Postgres in `dataFolder`: created when absent, adopted when it runs, started otherwise.
 * The rule of sharing: any number of our processes may use one folder; each holds the server while it lives, and the last
 * one to stop stops it. A process that was killed holds nothing; the server it leaves behind is adopted by the next start.
 */
export async function startEmbedded(dataFolder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const installation = await prepare(layoutOf(dataFolder), options.durability ?? 'on')
  let held = await ensureHeld(installation, options.port)
  await ensureDatabase(installation, held.port)
  const { port, adopted } = held

  let stopping: Promise<void> | undefined
  let healing: Promise<void> = Promise.resolve()
  const watch = () => {
    held.hold.client.once('end', () => {
      if (stopping === undefined) healing = heal()
    })
  }
  /** Whoever uses the server brings it back, on the same port, so that every pool finds it again. */
  const heal = async () => {
    try {
      held = await ensureHeld(installation, port)
      watch()
      if (stopping !== undefined) await letGo(installation, held)
    } catch (error) {
      options.onLost?.(error as Error)
    }
  }
  watch()

  return {
    url: connectionUrl(installation, port, databaseName),
    port,
    adopted,
    stop() {
      stopping ??= letGo(installation, held).then(() => healing)
      return stopping
    },
  }
}

/** Stops the server of a data folder whoever uses it; for clearing up after tests. */
export async function stopEmbedded(dataFolder: string): Promise<void> {
  const layout = layoutOf(dataFolder)
  const postmaster = findPostmaster(layout)
  if (postmaster !== undefined) await stopPostmaster(layout, postmaster, 'immediate')
}

async function prepare(layout: Layout, durability: Durability): Promise<Installation> {
  const binaries = findBinaries()
  openFolder(layout)
  const account = accountFor(layout.cluster)
  requireReachable(layout, account)
  requireReadable(binaries, account)
  if (clusterMajor(layout) === undefined) await createCluster(layout, binaries, account, durability)
  requireVersion(layout, clusterMajor(layout) ?? 0, binaries.major)
  return { layout, binaries, account, durability, password: readPassword(layout) }
}

function requireReadable(binaries: Binaries, account: Account): void {
  const closed = closedFolder(binaries.folder, account)
  if (closed === undefined) return
  throw new StartError(
    'BINARIES_UNUSABLE',
    `The Postgres programs in ${binaries.folder} cannot be reached by the ${account?.name}, as whom Postgres runs when Crossdock is started by root, because ${closed} is closed to others: place Crossdock elsewhere (for example under /opt), start it as an ordinary user, or set DATABASE_URL.`,
  )
}

async function ensureHeld(installation: Installation, wantedPort: number | undefined): Promise<Held> {
  const { layout, password } = installation
  const deadline = Date.now() + startDeadlineMs
  while (Date.now() < deadline) {
    const running = findPostmaster(layout)
    if (running === undefined) {
      const started = await startServer(installation, wantedPort, deadline)
      if (started !== undefined) return started
      if (findPostmaster(layout) === undefined) await sleep(startAgainMs)
    } else if (running.ready) {
      const hold = await takeHold(layout, running.port, password)
      if (hold !== undefined) return { port: running.port, hold, adopted: true }
    }
    await sleep(lookAgainMs)
  }
  throw new StartError(
    'DATABASE_FAILED',
    `The database in ${layout.cluster} did not become ready within ${startDeadlineMs / 1000} seconds: see its log, ${layout.log}.`,
  )
}

/** Undefined: another process was first, or the port was taken since it was chosen; look again. */
async function startServer(
  installation: Installation,
  wantedPort: number | undefined,
  deadline: number,
): Promise<Held | undefined> {
  const { layout, binaries, account, durability, password } = installation
  clearForeignPidFile(layout)
  const port = wantedPort ?? rememberedPort(layout) ?? (await choosePort(layout))
  const server = await launch(layout, binaries, account, port, durability)
  while (!server.hasEnded() && Date.now() < deadline) {
    const running = findPostmaster(layout)
    if (running?.ready === true) {
      const hold = await takeHold(layout, running.port, password)
      if (hold !== undefined) return { port: running.port, hold, adopted: running.pid !== server.pid }
    }
    await Promise.race([server.ended, sleep(lookAgainMs)])
  }
  if (!server.hasEnded()) return undefined
  const said = server.said()
  if (portTaken(said)) {
    // Two starts at once, or the old server's last moment: the port is ours, and the next look finds it so.
    if (findPostmaster(layout) !== undefined) return undefined
    if (wantedPort !== undefined) throw portInUse(port)
    await choosePort(layout)
    return undefined
  }
  if (worthRetrying(said)) return undefined
  throw explainFailure(said, layout, port)
}

async function letGo(installation: Installation, held: Held): Promise<void> {
  const alone = await releaseHold(held.hold)
  const postmaster = alone ? findPostmaster(installation.layout) : undefined
  if (postmaster !== undefined) await stopPostmaster(installation.layout, postmaster, 'fast')
  await held.hold.client.end().catch(() => {})
}

async function ensureDatabase(installation: Installation, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(installation, port, maintenanceDatabase) })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`create database "${databaseName}" template template0`)
  } catch (error) {
    const { code } = error as { code?: string }
    // Two first starts at once: the other one has just created it.
    if (code !== '42P04' && code !== '23505') throw error
  } finally {
    await client.end()
  }
}

function connectionUrl(installation: Installation, port: number, database: string): string {
  return `postgresql://${ownerName}:${installation.password}@${host}:${port}/${database}`
}
