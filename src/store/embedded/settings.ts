export type Durability = 'on' | 'off'

/** The database, its owner, and the maintenance database that holders connect to. */
export const databaseName = 'crossdock'
export const ownerName = 'crossdock'
export const maintenanceDatabase = 'postgres'
export const host = '127.0.0.1'

/** Connections the server accepts: room for several servers and workers on one data folder. */
export const maxConnections = 100

const settings: Record<string, string> = {
  listen_addresses: host,
  unix_socket_directories: '',
  max_connections: String(maxConnections),
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  lc_messages: 'C',
  // One merchant's machine: compiling queries and reading ahead with extra processes cost more than they give.
  jit: 'off',
  io_method: 'sync',
  max_wal_size: '1GB',
  // A client that died between two statements must not hold its locks and the log's floor for ever.
  idle_in_transaction_session_timeout: '60s',
}

/** Survives the kill of a process and may lose everything at a power cut: for tests only, of which many share one server. */
const withoutDurability: Record<string, string> = { fsync: 'off', full_page_writes: 'off', max_connections: '300' }

export function serverArguments(cluster: string, port: number, durability: Durability): string[] {
  const all = durability === 'off' ? { ...settings, ...withoutDurability } : settings
  return [
    '-D',
    cluster,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
}

/** Only what a program needs to run: the database outlives us and must not carry our secrets in its environment. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR']
  const entries = kept.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]]))
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' }
}
