// Asks the API in this process and takes the plan of each statement that Postgres ran for it, as auto_explain saw it.
import { createRequire } from 'node:module'
import pg from 'pg'

// The product's own: PostGraphile brings another one to this folder.
const { parse, validate, execute } = createRequire(new URL('../../package.json', import.meta.url))('graphql')

/** Tables whose rows grow with orders, so that nothing may read all of them. */
export const largeTables = [
  'order',
  'order_line',
  'order_recipient',
  'external_reference',
  'payment',
  'payment_transaction',
  'ledger_entry',
  'shipment',
  'shipment_line',
  'package',
  'tracking_event',
  'customer',
  'hold',
  'exception_case',
  'event',
  'event_log',
  'stock_movement',
  'channel_reference',
  'channel_snapshot',
  'message',
  'refund',
]

/** Each connection of the database reports the plan of each statement that it runs, with the rows that each step saw. */
export async function tellPlans(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('select current_database() as name')
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': 0,
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  }
  await client.query(`load 'auto_explain'`)
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database "${rows[0].name}" set ${name} = '${value}'`)
  await client.end()
  return async () => {
    const again = new pg.Client({ connectionString: url })
    await again.connect()
    for (const name of Object.keys(settings)) await again.query(`alter database "${rows[0].name}" reset ${name}`)
    await again.end()
  }
}

/** The product's API over a database, in this process; `source` names its modules. */
export function openApi(
  url,
  {
    poolHandle,
    openPool,
    openReader,
    createPlans,
    UncompiledReads,
    PrismaClient,
    PrismaPg,
    buildSchema,
    scopesOf,
    freshId,
  },
) {
  const plans = []
  const listen = (pool) =>
    pool.on('connect', (client) =>
      client.on('notice', ({ message }) => {
        const found = /^duration: ([\d.]+) ms +plan:\n([\s\S]*)$/.exec(message ?? '')
        if (found) plans.push({ ms: Number(found[1]), ...JSON.parse(found[2]) })
      }),
    )
  const pools = [openPool(url, { size: 2 }), openPool(url, { size: 1, genericPlans: true })]
  for (const pool of pools) listen(pool)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pools[0]) })
  const compiled = createPlans(prisma)
  const uncompiled = new UncompiledReads((read) => {
    throw new Error(`went to Prisma: ${read.model} ${read.reason}`)
  })
  const [pool, genericPlanPool] = pools
  const readerOver = (query) => openReader({ plans: compiled, query, prisma, uncompiled })
  const handle = poolHandle({ pool, genericPlanPool, readerOver, fastPath: true })
  const schema = buildSchema()
  const none = () => {}
  async function ask({ document, variables, channelKey }) {
    const parsed = parse(document)
    const errors = validate(schema, parsed)
    if (errors.length > 0) throw errors[0]
    const viewer = {
      principalId: freshId(),
      name: 'bench',
      kind: 'USER',
      role: 'admin',
      scopes: new Set(scopesOf.admin),
      channelKey: channelKey ?? null,
    }
    const contextValue = {
      viewer,
      handle,
      now: () => new Date().toISOString(),
      id: freshId,
      committed: none,
      report: none,
    }
    plans.length = 0
    const began = performance.now()
    const result = await execute({
      schema,
      document: parsed,
      variableValues: JSON.parse(JSON.stringify(variables)),
      contextValue,
    })
    const ms = performance.now() - began
    if (result.errors) throw new Error(`${document}: ${result.errors[0].message}`)
    return { data: result.data, ms, plans: [...plans] }
  }
  return {
    schema,
    ask,
    query: (text) => pools[0].query(text),
    async close() {
      await prisma.$disconnect()
      for (const pool of pools) await pool.end()
    },
  }
}

/** Rows that a plan read from tables and indexes, those that it threw away included, and what of it a large table does not allow. */
export function judge(plan) {
  let read = 0
  const faults = []
  const walk = (node) => {
    const loops = node['Actual Loops'] ?? 1
    const seen =
      ((node['Actual Rows'] ?? 0) +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0)) *
      loops
    if (node['Relation Name'] !== undefined) read += seen
    if (node['Node Type'] === 'Seq Scan' && loops > 0 && largeTables.includes(node['Relation Name']))
      faults.push(`reads the whole of ${node['Relation Name']}`)
    for (const child of node.Plans ?? []) walk(child)
  }
  walk(plan.Plan)
  return { read: Math.round(read), faults }
}
