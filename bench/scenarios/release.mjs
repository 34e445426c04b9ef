import { pgbench, plainDatabase } from '../harness/plain-database.mjs'
import { against } from '../harness/report.mjs'
import { load } from '../harness/servers.mjs'
import { drained, imported, orderInput, skus } from '../harness/shop.mjs'
import { median } from '../server.mjs'

const query =
  'mutation ($reference: String!) { releaseOrder(order: { reference: { system: "bench", value: $reference } }) { order { status } userErrors { code message } } }'

/** Whole releases through GraphQL, 16 at once, on one SKU and over 5,000, beside pgbench taking from as many rows. */
export async function releaseScenario({ shop, rounds, milliseconds }) {
  const server = await shop()
  const url = await plainDatabase(server)
  const seconds = milliseconds / 1000
  const count = Math.ceil(4 * seconds) * 100
  let taken = 0
  const releases = async (skuOf) => {
    const orders = Array.from({ length: count }, (_, n) => orderInput(n, skuOf(n)))
    for (let from = 0; from < count; from += 100) await imported(server, orders.slice(from, from + 100))
    await drained(server)
    const bodies = orders.map(({ reference }) => JSON.stringify({ query, variables: { reference } }))
    return (await load(server, bodies, { expect: '"status":"RELEASED"' })).rate
  }
  const turns = {
    hot: () => releases(() => skus[7]),
    hotRow: () => pgbench(url, 1, seconds),
    spread: () => releases(() => skus[(taken++ * 7_919) % skus.length]),
    rows: () => pgbench(url, skus.length, seconds),
  }
  await turns.spread()
  const seen = Object.fromEntries(Object.keys(turns).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(turns)) seen[name].push(await measure())
  }
  const { hot, hotRow, spread, rows } = Object.fromEntries(
    Object.entries(seen).map(([name, all]) => [name, median(all)]),
  )
  const onOne = against(`releases on one SKU, × pgbench's hot row`, hot / hotRow, { least: 0.6 })
  const onMany = against(`releases over 5,000 SKUs, × pgbench's 5,000 rows`, spread / rows, { least: 0.35 })
  return {
    about: `A second, 16 at once; medians of ${rounds} interleaved rounds. A release is the whole verb; pgbench only takes one from a row.`,
    rows: [
      ['', '`releaseOrder`', 'pgbench decrement', 'ratio'],
      ['all on one SKU, one row', hot.toFixed(0), hotRow.toFixed(0), onOne.text],
      ['over 5,000 SKUs, 5,000 rows', spread.toFixed(0), rows.toFixed(0), onMany.text],
    ],
    wanted: [onOne, onMany],
  }
}
