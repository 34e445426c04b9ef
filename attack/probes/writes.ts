import { askGraphql, must } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import { importMutation, orderInput } from '../harness/shop.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

/** What a real write waits for a dry run at most, and what it takes by itself on a busy machine. */
const DRY_RUN_WAIT_MS = 200
const OWN_MS = 150

/** The largest import that is legitimate. */
async function largeImport({ target, shop, short }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const rounds = short ? 1 : 4
  for (let round = 0; round < rounds; round += 1) {
    const orders = Array.from({ length: 500 }, () => orderInput('alphamark', {}, short ? 3 : 8))
    const answer = await askGraphql(target, shop.tokens.alphamark, importMutation, { orders })
    judge(wrong, 'the import', answer)
    if (!answer.text.includes('"created":500')) wrong.add(`500 orders were not created: ${answer.text.slice(0, 200)}`)
  }
  return { tried: rounds, wrong: wrong.all() }
}

/** A dry run of one channel that moves a SKU and goes on for long, and releases of the other channel's orders of that SKU. */
async function dryRunAgainstRelease({ target, shop, short, slack }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const rounds = short ? 4 : 20
  const inputs = Array.from({ length: rounds + 3 }, () => orderInput('betamark', {}, 1))
  const { importOrders } = await must(target, shop.tokens.admin, importMutation, {
    orders: [...inputs, orderInput('alphamark', {}, 1)],
  })
  const numbers: string[] = importOrders.results.map(({ order }: { order: { number: string } }) => order.number)
  const held = numbers.pop()
  const release = async (number: string | undefined) => {
    const answer = await askGraphql(
      target,
      shop.tokens.operator,
      'mutation ($n: String!) { releaseOrder(order: { number: $n }) { order { status } userErrors { code message } } }',
      { n: number },
    )
    judge(wrong, 'a release', answer)
    if (!answer.text.includes('"userErrors":[]')) wrong.add(`a release was refused: ${answer.text.slice(0, 200)}`)
    return answer.ms
  }
  for (let n = 0; n < 3; n += 1) await release(numbers.pop())
  const many = Array.from({ length: short ? 100 : 400 }, () => orderInput('alphamark', {}, 2))
  const dryRun = `mutation ($n: String!, $orders: [OrderInput!]!) @dryRun { releaseOrder(order: { number: $n }) { userErrors { code } }
    ${Array.from({ length: 10 }, (_, n) => `i${n}: importOrders(orders: $orders) { created }`).join(' ')} }`
  let running = true
  let ended = 0
  const dryRuns = (async () => {
    while (running) {
      judge(wrong, 'a dry run', await askGraphql(target, shop.tokens.operator, dryRun, { n: held, orders: many }))
      ended += 1
    }
  })()
  let longest = 0
  for (const number of numbers) {
    await new Promise((resolve) => setTimeout(resolve, short ? 150 : 300))
    longest = Math.max(longest, await release(number))
  }
  running = false
  await dryRuns
  if (longest > (DRY_RUN_WAIT_MS + OWN_MS) * slack)
    wrong.add(`a release took ${Math.round(longest)} ms beside a dry run`)
  return { tried: rounds, note: `longest release ${Math.round(longest)} ms, ${ended} dry runs`, wrong: wrong.all() }
}

export const writeProbes: readonly Probe[] = [
  {
    name: 'import-500',
    promise: 'An import of 500 orders does not hold the loop.',
    short: true,
    seconds: 60,
    bounds: { grownMb: Number.POSITIVE_INFINITY, stallMs: modest.stallMs },
    run: largeImport,
  },
  {
    name: 'dry-run-locks',
    promise: 'A real write waits for a dry run at most 200 ms.',
    short: true,
    seconds: 60,
    run: dryRunAgainstRelease,
  },
]
