import { type Asking, ask } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

// What a token may send: large, deep, repeated, and each time a little different.

/** What a body may hold, nearly. */
const LARGE = 3_900_000

type Sent = { name: string; more?: Asking } & (
  | { query: string; variables?: Record<string, unknown> }
  | { body: string }
)

/** Sends them one after the other, as one caller would, and judges each answer. */
async function sendAll({ target, shop, deadline }: Attack, sent: Iterable<Sent>): Promise<Finding> {
  const wrong = new Wrong()
  let tried = 0
  for (const each of sent) {
    if (Date.now() > deadline) break
    tried += 1
    const body = 'body' in each ? each.body : JSON.stringify({ query: each.query, variables: each.variables })
    judge(wrong, each.name, await ask(target, { token: shop.tokens.operator, body, ...each.more }))
  }
  return { tried, wrong: wrong.all() }
}

/** The same by every way that a document may take: right and wrong ones, and an answer that is chosen among several kinds. */
function* distinct(count: number): Generator<Sent> {
  const more: Asking = { headers: { accept: 'text/html, application/json;q=0.9, */*;q=0.8' } }
  for (let n = 0; n < count; n += 1) {
    const filling = `${n} ${'x'.repeat(LARGE)}`
    const kinds: Sent[] = [
      { name: 'a long comment', query: `{ viewer { role } } #${filling}` },
      { name: 'a long comment after what is wrong', query: `{ nothing } #${filling}` },
      { name: 'a long comment for a browser', query: `{ viewer { role } } #${filling}`, more },
      { name: 'a long literal', query: `{ stockItem(sku: "${filling}") { sku } }`, more },
      { name: 'a long name', query: `query q${n}${'x'.repeat(LARGE)} { viewer { role } }` },
    ]
    yield kinds[n % kinds.length]!
  }
}

function* byVariables(count: number): Generator<Sent> {
  for (let n = 0; n < count; n += 1) {
    const long = `${n}${'x'.repeat(LARGE)}`
    const kinds: Sent[] = [
      {
        name: 'a filter',
        query: 'query ($s: [String!]) { orders(first: 1, filter: { skus: $s }) { nodes { number } } }',
        variables: { s: Array.from({ length: 90 }, (_, m) => `${n}-${m}-${'x'.repeat(40_000)}`) },
      },
      {
        name: 'a variable beneath',
        query: 'query ($a: String) { orders(first: 1) { nodes { events(first: 1, after: $a) { nodes { id } } } } }',
        variables: { a: long },
      },
      { name: 'an id', query: 'query ($i: ID!) { node(id: $i) { id } }', variables: { i: long } },
      {
        name: 'a variable of no field',
        query: 'query ($i: String) { viewer { role } stockItem(sku: $i) { sku } }',
        variables: { i: 'x', unknown: long },
      },
    ]
    yield kinds[n % kinds.length]!
  }
}

function* byDirectives(short: boolean): Generator<Sent> {
  const query =
    'mutation ($k: String!) { saveStockItem(item: { sku: "ATTACK-1" }) @idempotent(key: $k) { stockItem { sku } userErrors { code } } }'
  for (let n = 0; n < (short ? 100 : 1_500); n += 1)
    yield { name: 'a key', query, variables: { k: `key ${n} ${'k'.repeat(150)}` } }
  for (let n = 0; n < (short ? 5 : 100); n += 1)
    yield { name: 'a long key', query, variables: { k: `key ${n} ${'k'.repeat(LARGE)}` } }
  yield { name: 'a key with a NUL', query, variables: { k: 'a\u0000b' } }
}

function* repeated(rounds: number): Generator<Sent> {
  for (let n = 0; n < rounds; n += 1) {
    const own = (field: string, times: number) => `${field} `.repeat(times + n)
    yield { name: 'repeated leaves', query: `{ viewer { ${own('role', 2_400)} } }` }
    yield { name: 'repeated objects', query: `{ ${own('viewer { role }', 1_200)} }` }
    yield { name: 'repeated nests', query: `{ ${own('orders { nodes { lines { sku } } }', 500)} }` }
    yield { name: 'repeated unknown fields', query: `{ viewer { ${own('nothing', 2_400)} } }` }
    yield { name: 'repeated arguments', query: `{ orders(${own('first: 1', 1_200)}) { nodes { id } } }` }
    yield { name: 'repeated fragments', query: `{ ${own('...f', 1_200)} } fragment f on Query { viewer { role } }` }
    yield { name: 'repeated inline fragments', query: `{ ${own('... on Query { viewer { role } }', 600)} }` }
    yield {
      name: 'nested fragments',
      query: `${Array.from({ length: 200 }, (_, f) => `fragment f${f} on Query { ...f${f + 1} ...f${f + 1} }`).join(' ')} fragment f200 on Query { viewer { role } } query q${n} { ...f0 }`,
    }
    yield {
      name: 'repeated variables',
      query: `query (${Array.from({ length: 1_000 }, (_, v) => `$v${v}: Int`).join(' ')}) { viewer { role } }`,
    }
    yield {
      name: 'aliases in conflict',
      query: `{ ${Array.from({ length: 25 }, (_, a) => `x: orders(first: ${a + 1}) { nodes { id } }`).join(' ')} ${own('viewer { role }', 800)} }`,
    }
  }
}

function* deep(short: boolean): Generator<Sent> {
  const nested = (depth: number, inner = '') => '['.repeat(depth) + inner + ']'.repeat(depth)
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const raise =
    'mutation ($e: JSON) { raiseException(channel: "alphamark", kind: MANUAL, reference: "deep", summary: "deep", evidence: $e) { userErrors { code } } }'
  const within = (variables: string, query = raise) =>
    `{"query":${JSON.stringify(query)},"variables":{"e":${variables}}}`
  for (const depth of short ? [40, 2_400, 400_000] : [40, 2_400, 30_000, 400_000, 1_900_000]) {
    yield { name: `a body of ${depth} brackets`, body: nested(depth) }
    yield { name: `a body of ${depth} opening brackets`, body: '['.repeat(depth) }
    yield { name: `variables ${depth} deep`, body: within(nested(depth)) }
    yield { name: `unknown variables ${depth} deep`, body: within(nested(depth), '{ viewer { role } }') }
    yield { name: `objects ${Math.ceil(depth / 4)} deep`, body: within(objects(Math.ceil(depth / 4))) }
    yield {
      name: `a list ${depth} deep`,
      body: within(nested(depth), 'query ($e: [String!]) { orders(filter: { skus: $e }) { nodes { id } } }'),
    }
    yield {
      name: `extensions ${depth} deep`,
      body: `{"query":"{ viewer { role } }","extensions":{"a":${nested(depth)}}}`,
    }
  }
  for (const depth of [33, 600, 2_400]) {
    yield { name: `literals ${depth} deep`, query: `{ orders(filter: { skus: ${nested(depth)} }) { nodes { id } } }` }
    yield {
      name: `literals ${depth} deep of JSON`,
      query: `mutation { raiseException(channel: "alphamark", kind: MANUAL, summary: "x", evidence: ${nested(depth)}) { userErrors { code } } }`,
    }
    yield { name: `selections ${depth} deep`, query: `{ ${'viewer { '.repeat(depth)} role ${'}'.repeat(depth)} }` }
    yield { name: `types ${depth} deep`, query: `query ($x: ${nested(depth, 'Int')}) { viewer { role } }` }
    yield {
      name: `inline fragments ${depth} deep`,
      query: `{ ${'... { '.repeat(depth)} viewer { role } ${'}'.repeat(depth)} }`,
    }
  }
}

export const documentProbes: readonly Probe[] = [
  {
    name: 'documents-large',
    promise: 'Documents are not kept without a bound in bytes.',
    short: true,
    seconds: 120,
    bounds: modest,
    run: (attack) => sendAll(attack, distinct(attack.short ? 15 : 330)),
  },
  {
    name: 'plans-by-variables',
    promise: 'Plans are not kept without a bound in bytes, whatever the variables hold.',
    short: true,
    seconds: 120,
    bounds: modest,
    run: (attack) => sendAll(attack, byVariables(attack.short ? 12 : 330)),
  },
  {
    name: 'plans-by-directives',
    promise: 'A variable of a directive, such as a key of @idempotent, makes no plan of its own.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: (attack) => sendAll(attack, byDirectives(attack.short)),
  },
  {
    name: 'documents-repeated',
    promise: 'A document that repeats itself does not hold the loop.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: (attack) => sendAll(attack, repeated(attack.short ? 1 : 8)),
  },
  {
    name: 'values-deep',
    promise: 'Deep bodies, variables and literals are refused in their own words, and do not hold the loop.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: (attack) => sendAll(attack, deep(attack.short)),
  },
]
