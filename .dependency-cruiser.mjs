// The arrows of the design (ARCHITECTURE.md, "Layers"). Each rule's comment says what to do instead.
// tests/architecture/imports.test.ts runs them, and makes sure that the modules were seen at all.

/** What each layer may import besides itself. */
const layers = {
  domain: [],
  engines: [],
  store: ['domain', 'engines'],
  events: ['domain', 'store'],
  schema: ['domain', 'engines', 'store', 'events'],
  resolvers: ['schema', 'domain', 'store', 'events'],
  'api-client': ['domain'],
  connectors: ['domain'],
  jobs: ['domain', 'api-client', 'connectors', 'store'],
  cli: ['api-client', 'domain', 'engines', 'store', 'server', 'connectors'],
}

const advice = {
  domain:
    'The domain is pure: pass what it needs as facts, the time and ids as a Moment, and do the I/O where it is called.',
  engines: 'An engine knows nothing of orders: pass what it needs as an option, and read its README.md.',
  store: 'The store knows rows, not rules above them: let the caller decide and hand the store what to read or write.',
  events:
    'The log knows rows and rules, not GraphQL: show an event in schema/, subscribe to it in resolvers/subscriptions/.',
  schema: 'Types do not know mutations: a query of its own belongs in store/read, a root field in resolvers/.',
  resolvers:
    'Mutations decide through domain/ and commit through store/: what happens later is a job, made from events in domain/reactions.ts.',
  'api-client': 'The API client is a client like any other: it knows our public documents and nothing behind them.',
  connectors:
    'A connector knows its external service and the domain: what it wants to change, a job changes through the API client.',
  jobs: 'A job writes through the API client (our own mutations); only the queue itself is opened in store/.',
  cli: 'The command line is a client: it talks through the API client, and to server/ and store/ only to start, migrate and look after them.',
}

/**
 * The domain's folders and files from the bottom up: each imports only what stands before it. One that is missing here fails
 * tests/architecture/imports.test.ts.
 */
export const domainOrder = [
  ['vocabulary', 'Words import nothing: what follows from a word is a rule of a folder above.'],
  ['result', 'A plain value: nothing of an order is known here.'],
  ['isolate-failures', 'A way to run work: it knows nothing of what is run.'],
  ['problems', 'Codes and refusals: the sentence is written where the rule is.'],
  ['moment', 'Time, ids and who acts: values that everything above is given.'],
  ['reason-codes', 'Reason codes are words with a check: no rule of an order belongs here.'],
  ['values', 'A value knows no order: pass it the texts, not the row that they come from.'],
  ['time', 'Calendars and instants know no order: pass the instants in.'],
  ['money', 'Amounts know no order: sums of an order are in order/current-totals.'],
  [
    'input',
    'Reading untrusted text turns words into checked values and knows no order: what a value does to an order is decided in intake/ or decisions/.',
  ],
  ['rows', 'Rows are types of what is stored: what follows from them is a rule of order/.'],
  [
    'events',
    'Events say what happened, in rows and words: what an event leads to is in reactions, what writes one is above.',
  ],
  [
    'settings',
    'Channels, warehouses and items as they are set up: orders read them as facts and never the other way round.',
  ],
  [
    'order',
    'An order as such: its parts, its draft, its status. What needs cases, stock, shipments or rules stands above it; what it decides as a whole is in decisions/.',
  ],
  [
    'exception',
    'Cases know the order that they are about: the folder that finds something wrong opens the case, and stands above.',
  ],
  ['stock', 'Stock is levels and movements: a decision that moves stock for an order is in shipment/ or decisions/.'],
  ['routing', 'Routing answers where from, out of facts: shipments follow its plan and are made above it.'],
  ['shipment', 'Shipments and their units: what a person or a channel does with them is in decisions/ and intake/.'],
  ['validation', 'Rules judge an order: they read it, hold it and open cases, and change nothing that was bought.'],
  ['intake', "A channel's word on an order, merged into it: a person's word is in decisions/, which may use this."],
  [
    'decisions',
    'One file per decision about an order: nothing in the domain but reactions stands above, so share code by moving it down.',
  ],
  ['reactions', 'What events lead to, as one table: it reads events and is read by jobs alone.'],
]

const domainRules = domainOrder.map(([name, comment], index) => {
  const beneath = domainOrder.slice(0, index + 1).map(([other]) => other)
  return {
    name: `domain-${name}`,
    comment,
    severity: 'error',
    from: { path: `^src/domain/${name}(/|\\.ts$)` },
    to: { path: '^src/domain/', pathNot: `^src/domain/(${beneath.join('|')})(/|\\.ts$)` },
  }
})

/** What a person or a script starts. */
// What rebuilds an order from its events: no query reads it yet, and every API test file holds it to the rows.
const orderHistory = '^src/(domain/order/rebuild|store/read/order-history)[.]ts$'
const entryPoints = '^src/(server/(main|demo|print-schema)|cli/main)\\.ts$'

const layerRules = Object.entries(layers).map(([layer, mayImport]) => ({
  name: `layer-${layer}`,
  comment: advice[layer],
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...mayImport].join('|')})/` },
}))

export default {
  forbidden: [
    ...layerRules,
    ...domainRules,
    {
      name: 'domain-is-pure',
      comment:
        'No I/O, no clock, no randomness in the domain: hashing from node:crypto is the one exception. Pass results of I/O as facts.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'engines-are-apart',
      comment:
        'An engine imports nothing of ours, not even a type, and no other engine: take what it needs as an option.',
      severity: 'error',
      from: { path: '^src/engines/([^/]+)/' },
      to: { path: '^(src|apps)/', pathNot: '^src/engines/$1/' },
    },
    {
      name: 'engines-have-one-entry',
      comment: 'Of an engine only its index.ts is imported: export there what is missing, or keep it inside.',
      severity: 'error',
      from: { path: '^(src|apps)/', pathNot: '^src/engines/' },
      to: { path: '^src/engines/', pathNot: '^src/engines/[^/]+/index\\.ts$' },
    },
    {
      name: 'prisma-stays-in-the-store',
      comment: 'Only the store knows Prisma; the schema may know its types. Ask the store for a reader instead.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store|schema)/' },
      to: { path: '(^src/store/generated/|node_modules/@prisma/)' },
    },
    {
      name: 'connections-stay-in-the-store',
      comment:
        'Connections are opened in the store: take its pool or handle. The one exception is the listener of the log, which holds a connection of its own for LISTEN.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store/|engines/pipeline/|events/listener\\.ts$)' },
      to: { path: 'node_modules/pg/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'writes-only-in-mutations',
      comment:
        'Whatever changes the business is a public mutation: add one under resolvers/mutations, or call one through the API client. (tokens.ts is about who may come in at all.)',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store/|server/|resolvers/(?!queries/|subscriptions/))' },
      to: { path: '^src/store/write/', pathNot: '^src/store/write/tokens\\.ts$' },
    },
    {
      name: 'jobs-know-only-the-queue-and-the-log',
      comment:
        'A job reads and writes the business through the API client: of the store it opens the queue and the log alone.',
      severity: 'error',
      from: { path: '^src/jobs/' },
      to: { path: '^src/store/', pathNot: '^src/store/(queue|log)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-command-line-knows-only-settings',
      comment:
        'The command line reads the settings in server/config and starts nothing else of the server: ask it through the API client.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/server/', pathNot: '^src/server/config\\.ts$' },
    },
    {
      name: 'connectors-are-independent',
      comment:
        'One channel or carrier never imports another: what they share is a port or a pure value, in connectors/ itself or in domain/values.',
      severity: 'error',
      from: { path: '^src/connectors/(channels|carriers)/([^/]+)/' },
      to: { path: '^src/connectors/(channels|carriers)/[^/]+/', pathNot: '^src/connectors/$1/$2/' },
    },
    {
      name: 'mutations-are-independent',
      comment: 'A mutation file exports nothing and imports no other: what two of them share is a decision in domain/.',
      severity: 'error',
      from: { path: '^src/resolvers/mutations/[^/]+\\.ts$' },
      to: { path: '^src/resolvers/mutations/[^/]+\\.ts$' },
    },
    {
      name: 'the-console-is-a-client',
      comment: 'The console speaks GraphQL like any client: it imports nothing of src; ask the API instead.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^src/' },
    },
    {
      name: 'nobody-imports-the-console',
      comment: 'The console is served as files: what src and it share is the API, nothing else.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-cycles',
      comment:
        'Two modules that need each other, be it for a type, are one, or a third is missing: move what both need beneath them. Object types refer to each other in thunks.',
      severity: 'error',
      from: { path: '^(src|apps|packages)/', pathNot: '^src/store/generated/' },
      to: { circular: true, viaOnly: { pathNot: '^src/store/generated/' } },
    },
    {
      name: 'nothing-unreachable',
      comment:
        'A module that no entry point reaches does nothing: import it (server/graph.ts for a field), or delete it.',
      severity: 'error',
      from: { path: entryPoints },
      to: { path: '^src/', pathNot: [entryPoints, '^src/store/generated/', orderHistory], reachable: false },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere: check the path, or the package.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'What the product imports must be in `dependencies`.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/store/generated'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['crossdock-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
