import { askGraphql, many } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import { importMutation, orderInput } from '../harness/shop.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

/** Characters of a line of an address, and lines of one: nearly the most of both, for 500 orders. */
const LINE = 480
const LINES = 9

/** Texts that a careless expression takes long over, in every text of an order. */
async function slowTexts({ target, shop, short, deadline }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const length = short ? 20_000 : 200_000
  const fillings = [',', ' ', '-', ', ', '\t', '.', '@', 'a,', '\n', '0']
  const fields = ['name', 'company', 'city', 'region', 'postcode', 'country', 'lines'] as const
  const texts = fillings.map((filling) => `x${filling.repeat(length / filling.length)}x`)
  const sent: Record<string, unknown>[] = texts.flatMap((text) => [
    ...fields.map((field) => ({
      shippingAddress: { lines: ['x'], country: 'GB', [field]: field === 'lines' ? [text] : text },
    })),
    { customer: { email: text, name: text, phone: text } },
    { buyerNote: text, tags: [text], placedAt: text, currency: text, number: text },
    { total: text, shippingPrice: text },
  ])
  const tried = await many(
    sent.length,
    1,
    async (n) => {
      const orders = [orderInput('alphamark', sent[n])]
      judge(
        wrong,
        `x${fillings[Math.floor(n / (fields.length + 3))]}…x`,
        await askGraphql(target, shop.tokens.alphamark, importMutation, { orders }),
      )
    },
    deadline,
  )
  // Within every limit, and as much of it as a body may hold.
  for (const filling of fillings.slice(0, short ? 2 : fillings.length)) {
    if (Date.now() > deadline) break
    const line = `x${filling.repeat(LINE / filling.length)}x`
    const address = { lines: Array.from({ length: LINES }, () => line), city: line, country: 'GB' }
    const orders = Array.from({ length: 500 }, () => orderInput('alphamark', { shippingAddress: address }, 1))
    judge(wrong, `lines of x${filling}…x`, await askGraphql(target, shop.tokens.alphamark, importMutation, { orders }))
  }
  for (const text of texts) {
    judge(
      wrong,
      'a search',
      await askGraphql(
        target,
        shop.tokens.operator,
        'query ($t: String) { orders(filter: { search: $t }) { nodes { id } } }',
        { t: text.slice(0, 200) },
      ),
    )
    judge(
      wrong,
      'a number',
      await askGraphql(target, shop.tokens.operator, 'query ($t: String!) { order(number: $t) { id } }', { t: text }),
    )
  }
  return { tried: tried + 2 * texts.length, wrong: wrong.all() }
}

export const textProbes: readonly Probe[] = [
  {
    name: 'texts-slow',
    promise: 'No text of an order or a search holds the loop.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: slowTexts,
  },
]
