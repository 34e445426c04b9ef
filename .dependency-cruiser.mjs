// The arrows of the design (ARCHITECTURE.md, "Floors"). Each rule's comment says what to do instead.
// tests/architecture/imports.test.ts runs them, and makes sure that the modules were seen at all.

/** What each floor may import besides itself. */
const floors = {
  domain: [],
  store: ['domain'],
  events: ['domain', 'store'],
  schema: ['domain', 'store', 'events'],
  resolvers: ['schema', 'domain', 'store', 'events'],
  door: ['domain'],
  connectors: ['domain'],
  jobs: ['domain', 'door', 'connectors', 'store'],
  cli: ['door', 'domain', 'store', 'server', 'connectors'],
}

const advice = {
  domain:
    'The domain is pure: pass what it needs as facts, the time and ids as a Moment, and do the I/O where it is called.',
  store: 'The store knows rows, not rules above them: let the caller decide and hand the store what to read or write.',
  events:
    'The log knows rows and rules, not GraphQL: show an event in schema/, subscribe to it in resolvers/subscriptions/.',
  schema: 'Nouns do not know verbs: a question of its own belongs in store/read, a root field in resolvers/.',
  resolvers:
    'Verbs decide through domain/ and commit through store/: what happens later is a job, made from events in domain/reactions.ts.',
  door: 'The door is a client like any other: it knows our public documents and nothing behind them.',
  connectors: 'A connector knows its stranger and the domain: what it wants to change, a job changes through the door.',
  jobs: 'A job writes through the door (our own mutations); only the queue itself is opened in store/.',
  cli: 'The command line is a client: it talks through the door, and to server/ and store/ only to start, migrate and look after them.',
}

/** What a person or a script starts. */
const entryPoints = '^src/(server/(main|demo|print-schema)|cli/main)\\.ts$'

const floorRules = Object.entries(floors).map(([floor, mayImport]) => ({
  name: `floor-${floor}`,
  comment: advice[floor],
  severity: 'error',
  from: { path: `^src/${floor}/` },
  to: { path: '^src/', pathNot: `^src/(${[floor, ...mayImport].join('|')})/` },
}))

export default {
  forbidden: [
    ...floorRules,
    {
      name: 'domain-is-pure',
      comment:
        'No I/O, no clock, no randomness in the domain: hashing from node:crypto is the one exception. Pass results of I/O as facts.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: '^(node:)?crypto$' },
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
      from: { path: '^src/', pathNot: '^src/(store/|events/listener\\.ts$)' },
      to: { path: 'node_modules/pg/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-door-for-writes',
      comment:
        'Whatever changes the business is a public mutation: add one under resolvers/mutations, or call one through the door. (tokens.ts is about who may come in at all.)',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store/|server/|resolvers/(?!queries/|subscriptions/))' },
      to: { path: '^src/store/write/', pathNot: '^src/store/write/tokens\\.ts$' },
    },
    {
      name: 'jobs-know-only-the-queue-and-the-log',
      comment:
        'A job reads and writes the business through the door: of the store it opens the queue and the log alone.',
      severity: 'error',
      from: { path: '^src/jobs/' },
      to: { path: '^src/store/', pathNot: '^src/store/(queue|log)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-command-line-knows-only-settings',
      comment:
        'The command line reads the settings in server/config and starts nothing else of the server: ask it through the door.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/server/', pathNot: '^src/server/config\\.ts$' },
    },
    {
      name: 'connectors-are-strangers',
      comment:
        'One channel or carrier never imports another: what they share is a port or a pure value, in connectors/ itself or in domain/values.',
      severity: 'error',
      from: { path: '^src/connectors/(channels|carriers)/([^/]+)/' },
      to: { path: '^src/connectors/(channels|carriers)/[^/]+/', pathNot: '^src/connectors/$1/$2/' },
    },
    {
      name: 'verbs-are-strangers',
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
        'Two modules that need each other are one, or a third is missing. Object types refer to each other in thunks.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/generated/' },
      to: { circular: true, viaOnly: { pathNot: '^src/store/generated/', dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unreachable',
      comment:
        'A module that no entry point reaches does nothing: import it (server/graph.ts for a field), or delete it.',
      severity: 'error',
      from: { path: entryPoints },
      to: { path: '^src/', pathNot: [entryPoints, '^src/store/generated/'], reachable: false },
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
