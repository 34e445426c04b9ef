import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
// biome-ignore lint/suspicious/noExplicitAny: a configuration in plain JavaScript, checked by dependency-cruiser itself
const { default: config, domainOrder }: { default: any; domainOrder: [string, string][] } = await import(
  `${root}.dependency-cruiser.mjs`
)

async function cruised(paths: string[]): Promise<ICruiseResult> {
  const result = await cruise(
    paths,
    { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir: root },
    config.options.enhancedResolveOptions,
    { tsConfig: extractTsConfig(`${root}tsconfig.json`) },
  )
  return result.output as ICruiseResult
}

const { summary, modules } = await cruised(['src', 'apps'])

test('every import follows the layers', () => {
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
  // With another version of TypeScript the cruiser sees no module at all, and finds nothing wrong.
  expect(summary.totalCruised).toBeGreaterThan(150)
  expect(summary.totalDependenciesCruised).toBeGreaterThan(summary.totalCruised)
  expect(modules.some(({ source }) => source.startsWith('apps/console/'))).toBe(true)
  for (const layer of layers) expect(modules.some(({ source }) => source.startsWith(`src/${layer}/`))).toBe(true)
})

const layers = [
  'api-client',
  'cli',
  'connectors',
  'domain',
  'engines',
  'events',
  'jobs',
  'resolvers',
  'schema',
  'server',
  'store',
]

test('there is no layer without a rule', () => {
  const folders = readdirSync(`${root}src`, { withFileTypes: true })
  expect(folders.map(({ name }) => name).sort()).toEqual(layers)
})

test('each folder of the domain has its place in the order', () => {
  const here = readdirSync(`${root}src/domain`).map((name) => name.replace(/\.ts$/, ''))
  expect(domainOrder.map(([name]) => name).sort()).toEqual([...new Set(here)].sort())
})

test.each([
  ['order', 'exception'],
  ['order', 'intake'],
  ['shipment', 'decisions'],
  ['input', 'rows'],
])('%s may not import %s, not even a type', async (lower, higher) => {
  const rule = config.forbidden.find(({ name }: { name: string }) => name === `domain-${lower}`)
  const file = (folder: string) => `src/domain/${folder}/any.ts`
  expect(file(lower)).toMatch(new RegExp(rule.from.path))
  expect(file(higher)).not.toMatch(new RegExp(rule.to.pathNot))
  expect(file(lower)).toMatch(new RegExp(rule.to.pathNot))
  expect(rule.to.dependencyTypesNot).toBeUndefined()
})

test('imports of types are seen as imports', () => {
  const registry = modules.find(({ source }) => source === 'src/domain/order/parts.ts')
  const rows = registry?.dependencies.find(({ resolved }) => resolved === 'src/domain/rows/order-rows.ts')
  expect(rows?.dependencyTypes).toContain('type-only')
})

test('each rule says what to do instead, and names folders that are there', () => {
  expect(config.forbidden.length).toBeGreaterThan(15)
  for (const { name, comment, from } of config.forbidden) {
    expect(comment, name).toMatch(/\w{3,}.*:.*\w|instead|\./)
    const [, layer] = /^\^src\/([\w-]+)\//.exec(from.path ?? '') ?? []
    if (layer !== undefined) expect(existsSync(`${root}src/${layer}`), name).toBe(true)
  }
})

test('a mutation exports nothing and stands in a file of its own', () => {
  const mutations = modules.filter(({ source }) => source.startsWith('src/resolvers/mutations/'))
  expect(mutations.length).toBeGreaterThan(10)
  for (const { source, dependents } of mutations) expect(dependents, source).toEqual(['src/server/graph.ts'])
})

test('only the store asks Prisma itself: everybody else reads through the handle', () => {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  const others = files.filter((file) => file.endsWith('.ts') && !file.startsWith('store/'))
  expect(others.length).toBeGreaterThan(150)
  const asking = others.filter((file) =>
    /(?<!handle)\.prisma\b|\$queryRaw|\$transaction/.test(readFileSync(`${root}src/${file}`, 'utf8')),
  )
  expect(asking).toEqual([])
})
