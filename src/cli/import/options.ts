import { parseArgs } from 'node:util'

export const DEFAULT_URL = 'http://localhost:4000/graphql'
/** Calls in flight: more than the server has cores only makes them wait there. */
export const DEFAULT_CONCURRENCY = 3
export const MAX_CONCURRENCY = 16

export interface ImportOptions {
  file: string
  channel: string
  map: string
  url: string
  token: string
  rejects: string | undefined
  concurrency: number
  dryRun: boolean
  json: boolean
}

export const importHelp = `Usage: crossdock import FILE --channel KEY --map MAP.json [options]

Reads a file of order lines (CSV, plain or .gz) and sends its orders to a running Crossdock.
Safe to interrupt and to repeat: what is in already is answered UNCHANGED.

  --channel KEY      the channel the orders belong to; made when it is not there yet
  --map MAP.json     which column means what (docs/spreadsheets.md)
  --dry-run          read, match and check everything; send nothing
  --rejects FILE     where rejected rows go (default: FILE.rejects.csv beside the file)
  --concurrency N    calls in flight, 1 to ${MAX_CONCURRENCY} (default ${DEFAULT_CONCURRENCY})
  --json             print the summary as JSON
  --help

Environment
  CROSSDOCK_URL      address of the API (default ${DEFAULT_URL})
  CROSSDOCK_TOKEN    a token that may import into the channel

Exit codes
  0  everything is in; rows that the map itself sets aside are in the rejects file
  1  failed before the end; repeat the command when the cause is mended
  2  wrong usage: an option, the map, or a column that the file does not have
  3  finished, but rows were unreadable or refused: see the rejects file
  130  stopped by Ctrl-C; repeat the command to go on

Example
  crossdock import online_retail.csv.gz --channel uci --map docs/examples/uci-online-retail.map.json
`

/** How the command was called wrongly, in one sentence. */
export class UsageError extends Error {}

export function readOptions(argv: string[], env: NodeJS.ProcessEnv): ImportOptions | 'help' {
  const { values, positionals } = parse(argv)
  if (values.help) return 'help'
  const [file, ...more] = positionals
  if (file === undefined) throw new UsageError('name the FILE to import')
  if (more.length > 0) throw new UsageError(`one FILE at a time; "${more[0]}" is one too many`)
  if (file === '-')
    throw new UsageError('the file is read more than once, so it cannot come from a pipe; save it first')
  if (values.channel === undefined) throw new UsageError('--channel KEY is missing: the channel the orders belong to')
  if (values.map === undefined) throw new UsageError('--map MAP.json is missing: it says which column means what')
  const concurrency = Number(values.concurrency ?? DEFAULT_CONCURRENCY)
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
    throw new UsageError(`--concurrency is a whole number from 1 to ${MAX_CONCURRENCY}, not "${values.concurrency}"`)
  }
  const dryRun = values['dry-run'] ?? false
  const token = env.CROSSDOCK_TOKEN ?? ''
  if (token === '' && !dryRun) {
    throw new UsageError('CROSSDOCK_TOKEN is not set; `crossdock token create` makes one')
  }
  const url = env.CROSSDOCK_URL || DEFAULT_URL
  if (!URL.canParse(url)) throw new UsageError(`CROSSDOCK_URL is no address: "${url}"; for example ${DEFAULT_URL}`)
  return {
    file,
    channel: values.channel,
    map: values.map,
    url,
    token,
    rejects: values.rejects,
    concurrency,
    dryRun,
    json: values.json ?? false,
  }
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        channel: { type: 'string' },
        map: { type: 'string' },
        rejects: { type: 'string' },
        concurrency: { type: 'string' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
