import type { Config } from '#server/config'
import { readConfig } from '#server/config'
import { type Command, exitCodes, type Output } from '../command.ts'
import { withDatabaseUrl } from '../database.ts'

/** The oldest Node, as package.json's "engines" says it. */
const oldestNode = [20, 19] as const
const redisDeadlineMs = 3_000
/** Connections on which the settings of a session are looked at. */
const CONNECTIONS = 4

type Finding = { ok: boolean; what: string }

export const doctorCommand: Command = {
  usage: 'doctor',
  summary: 'Checks what Crossdock stands on: Node, settings, data folder, database, durability, migrations, Redis.',
  details:
    'A line for each, and for a problem what to do. Changes nothing, but starts the embedded database when it is not running.',
  examples: ['crossdock doctor'],
  async run(_given, output) {
    const findings = [checkNode(process.versions.node), ...(await checkEnvironment())]
    for (const { ok, what } of findings) output.print(`${ok ? 'ok      ' : 'problem '} ${what}`)
    return summarise(findings, output)
  },
}

function summarise(findings: Finding[], output: Output): number {
  const problems = findings.filter(({ ok }) => !ok).length
  output.print(problems === 0 ? 'All is well.' : `${problems} of ${findings.length} checks found a problem.`)
  return problems === 0 ? exitCodes.done : exitCodes.failed
}

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const ok = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  return { ok, what: ok ? `Node ${version}` : `Node ${version} is too old: install ${oldestNode.join('.')} or newer` }
}

async function checkEnvironment(): Promise<Finding[]> {
  try {
    const config = readConfig(process.env)
    return [{ ok: true, what: 'settings' }, ...(await checkDatabase(config)), ...(await checkRedis(config.redisUrl))]
  } catch (error) {
    const { message } = error as Error
    return [{ ok: false, what: message.replace(/\n\s+/g, ' ') }]
  }
}

async function checkDatabase(config: Config): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    await withDatabaseUrl(async (url, embedded) => {
      if (embedded) findings.push({ ok: true, what: `data folder ${config.dataFolder}` })
      const { whereIs } = await import('#store/unreachable')
      const { findPending, withClient } = await import('#store/migrate')
      const state = await withClient(url, readState)
      findings.push({ ok: true, what: `database ${whereIs(url)}, Postgres ${state.version}` })
      findings.push(...durability(state))
      findings.push(await checkSettings(config.databaseUrl ?? url))
      const pending = await findPending(url)
      const current = pending.length === 0
      findings.push({
        ok: current,
        what: current
          ? 'migrations are current'
          : `${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} missing: run "crossdock migrate" or start the server`,
      })
    })
  } catch (error) {
    findings.push({ ok: false, what: (error as Error).message })
  }
  return findings
}

/** Without them lists take plans for slow disks; a pooler gives each transaction another session, so they have to come with it. */
async function checkSettings(url: string): Promise<Finding> {
  const { openPool } = await import('#store/pool')
  const { ask } = await import('#engines/pipeline')
  const pool = openPool(url, { size: CONNECTIONS, applicationName: 'crossdock command line' })
  try {
    const read = { name: '', text: `select current_setting('jit') || ' ' || current_setting('random_page_cost') as r` }
    const found = await Promise.all(Array.from({ length: 2 * CONNECTIONS }, () => ask<string>(pool, read, [])))
    const ok = found.every(([settings]) => settings === 'off 1.1')
    return {
      ok,
      what: ok
        ? 'the settings of a session hold in every transaction'
        : `the settings of a session do not hold (jit and random_page_cost are ${found.flat().join(', ')}): report this, and what stands before the database`,
    }
  } finally {
    await pool.end()
  }
}

type State = { version: string; fsync: string; full_page_writes: string; synchronous_commit: string }

async function readState(client: { query(text: string): Promise<{ rows: State[] }> }): Promise<State> {
  const { rows } = await client.query(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit`,
  )
  return rows[0]!
}

/** With one of these off, a power cut takes orders back of which channels were notified, or breaks the database. */
function durability(state: State): Finding[] {
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).filter((name) => state[name] === 'off')
  return off.length === 0
    ? [{ ok: true, what: 'a commit is on the disk before it is answered' }]
    : off.map((name) => ({
        ok: false,
        what: `${name} is off, so a power cut loses or breaks data: alter system set ${name} = on, then select pg_reload_conf()`,
      }))
}

async function checkRedis(url: string | undefined): Promise<Finding[]> {
  if (url === undefined) return []
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: redisDeadlineMs, retryStrategy: () => null })
  redis.on('error', () => {})
  const { host } = new URL(url)
  try {
    await redis.connect()
    await redis.ping()
    return [{ ok: true, what: `Redis ${host}` }]
  } catch {
    return [
      {
        ok: false,
        what: `Redis ${host} does not answer: start it, or unset REDIS_URL; without it nothing is lost, only slower`,
      },
    ]
  } finally {
    redis.disconnect()
  }
}
