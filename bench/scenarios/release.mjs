import { decrement, pgbench, plainDatabase } from '../harness/plain-database.mjs'
import { releasesByHand } from '../harness/release-rows.mjs'
import { against } from '../harness/report.mjs'
import { load } from '../harness/servers.mjs'
import { drained, imported, orderInput, skus } from '../harness/shop.mjs'
import { median } from '../server.mjs'

const query =
  'mutation ($reference: String!) { releaseOrder(order: { reference: { system: "bench", value: $reference } }) { order { status } userErrors { code message } } }'

/** Imports so many orders of one line, waits until the worker has nothing to do, and releases them, 16 at once: releases a second. */
export async function released(server, count, skuOf) {
  const orders = Array.from({ length: count }, (_, n) => orderInput(n, skuOf(n)))
  for (let from = 0; from < count; from += 100) await imported(server, orders.slice(from, from + 100))
  await drained(server)
  const bodies = orders.map(({ reference }) => JSON.stringify({ query, variables: { reference } }))
  return (await load(server, bodies, { expect: '"status":"RELEASED"' })).rate
}

/**
 * Whole releases through GraphQL, 16 at once, on one SKU and over 5,000, beside pgbench that takes one from as many rows, and beside pgbench
 * that writes a release's rows by one statement: what Postgres alone can do, with no server and nothing decided.
 */
export async function releaseScenario({ shop, rounds, milliseconds }) {
  const server = await shop()
  const url = await plainDatabase(server)
  const seconds = milliseconds / 1000
  const until = ['-T', String(Math.max(1, Math.round(seconds)))]
  const count = Math.ceil(4 * seconds) * 100
  let taken = 0
  const turns = {
    hot: () => released(server, count, () => skus[7]),
    hotRow: () => pgbench(url, decrement(1), until),
    hotRows: () => releasesByHand(url, skus[7], count),
    spread: () => released(server, count, () => skus[(taken++ * 7_919) % skus.length]),
    rows: () => pgbench(url, decrement(skus.length), until),
    spreadRows: () => releasesByHand(url, null, count),
  }
  await turns.spread()
  const seen = Object.fromEntries(Object.keys(turns).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(turns)) seen[name].push(await measure())
  }
  const { hot, hotRow, hotRows, spread, rows, spreadRows } = Object.fromEntries(
    Object.entries(seen).map(([name, all]) => [name, median(all)]),
  )
  const onOne = against(`releases on one SKU, × pgbench's hot row`, hot / hotRow, { least: 0.6 })
  const onMany = against(`releases over 5,000 SKUs, × pgbench's 5,000 rows`, spread / rows, { least: 0.35 })
  return {
    about: `A second, 16 at once; medians of ${rounds} interleaved rounds. \`releaseOrder\` is the whole mutation over HTTP. pgbench takes one from a row; or it writes the rows of a release by one statement made for it, one release a transaction, with nothing decided, answered or placed in the log, and both cores for Postgres.`,
    rows: [
      ['', '`releaseOrder`', 'pgbench decrement', 'ratio', 'the same rows by pgbench', 'ratio'],
      [
        'all on one SKU, one row',
        hot.toFixed(0),
        hotRow.toFixed(0),
        onOne.text,
        hotRows.toFixed(0),
        (hot / hotRows).toFixed(2),
      ],
      [
        'over 5,000 SKUs, 5,000 rows',
        spread.toFixed(0),
        rows.toFixed(0),
        onMany.text,
        spreadRows.toFixed(0),
        (spread / spreadRows).toFixed(2),
      ],
    ],
    wanted: [onOne, onMany],
  }
}
