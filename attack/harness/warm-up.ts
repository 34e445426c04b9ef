import { askGraphql, many, must } from './http.ts'
import { importMutation, orderInput, type Shop } from './shop.ts'
import type { Target } from './target.ts'

/** Long enough for a server to give back what a probe left. */
const SETTLE_MS = 10_000

/** Ordinary work first, so that what a server needs in any case is not taken for what an attack costs it. */
export async function warmUp(target: Target, { tokens }: Shop, short: boolean): Promise<void> {
  const rounds = short ? 2 : 10
  for (let round = 0; round < rounds; round += 1) {
    const orders = Array.from({ length: short ? 50 : 200 }, () =>
      orderInput(round % 2 === 0 ? 'alphamark' : 'betamark', {}, 5),
    )
    await must(target, tokens.admin, importMutation, { orders })
  }
  const page = '{ orders(first: 50) { nodes { number status lines { sku title quantity } shipments { number } } } }'
  await many(short ? 50 : 500, 8, () => askGraphql(target, tokens.operator, page))
}

/** Waits until the server answers at once again, and, in the long form, for what the probe before began in the background. */
export async function settle(target: Target, short: boolean): Promise<void> {
  const deadline = Date.now() + SETTLE_MS
  for (let quick = 0; quick < (short ? 3 : 20) && Date.now() < deadline; ) {
    const began = performance.now()
    await target.isReady()
    quick = performance.now() - began < 50 ? quick + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, short ? 20 : 100))
  }
}
