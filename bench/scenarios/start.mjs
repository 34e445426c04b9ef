import { against } from '../harness/report.mjs'
import { load } from '../harness/servers.mjs'
import { drained, importBody, orderInput } from '../harness/shop.mjs'
import { median } from '../server.mjs'

const pageBody = JSON.stringify({
  query: '{ orders(first: 50) { nodes { number status placedAt lines { sku quantity } shipments { status } } } }',
})

/** Cold start on an existing database until /readyz, Postgres included; memory when idle, and while it imports and lists at once. */
export async function startScenario({ shop, reopen, rounds, milliseconds }) {
  await shop()
  const times = []
  let server
  for (let round = 0; round < rounds; round++) {
    server = await reopen()
    times.push(server.startedIn / 1000)
  }
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  const idle = server.memory()
  let peak = idle
  const watch = setInterval(() => {
    peak = Math.max(peak, server.memory())
  }, 100)
  const singles = Array.from({ length: 300 * (milliseconds / 1000) }, (_, n) => importBody([orderInput(n)]))
  try {
    for (let round = 0; round < rounds; round++) {
      await Promise.all([load(server, singles, { atOnce: 8 }), load(server, [pageBody], { atOnce: 8, milliseconds })])
    }
    await drained(server)
  } finally {
    clearInterval(watch)
  }
  const start = against('cold start', median(times), { most: 3, unit: ' s' })
  const rest = against('memory, idle', idle, { most: 250, unit: ' MB', digits: 0 })
  return {
    about: `Server and worker in one process; the start is the median of ${rounds}, its Postgres included.`,
    rows: [
      ['', 'figure'],
      ['cold start to ready on an existing database', start.text],
      ['resident memory after 10 s idle', rest.text],
      ['highest resident memory with 8 that import and 8 that list', `${peak.toFixed(0)} MB`],
    ],
    wanted: [start, rest],
  }
}
