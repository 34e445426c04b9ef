import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { carrierConnectors, channelConnectors } from '#connectors/registry'

const root = join(import.meta.dirname, '../..')

/** Read from files by the command line; nobody polls them. */
const files = ['spreadsheet']

const folders = (kind: 'channels' | 'carriers') =>
  readdirSync(join(root, 'src/connectors', kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !files.includes(entry.name))
    .map((entry) => entry.name)

describe.each([
  { kind: 'channels', suite: 'describeChannel', test: 'channel', registry: channelConnectors },
  { kind: 'carriers', suite: 'describeCarrier', test: 'carrier', registry: carrierConnectors },
] as const)('every connector of $kind', ({ kind, suite, test, registry }) => {
  it.each(folders(kind))('%s is registered, has its four parts, and keeps the contract of its port', (name) => {
    expect(registry[name]?.kind).toBe(name)
    for (const part of ['client', 'connector', 'translate', 'vocabulary']) {
      expect(existsSync(join(root, 'src/connectors', kind, name, `${part}.ts`)), `${name}/${part}.ts`).toBe(true)
    }
    expect(readFileSync(join(root, `tests/connectors/${name}-${test}.test.ts`), 'utf8')).toContain(`${suite}(`)
  })

  it('is in its own folder', () => {
    expect(Object.keys(registry).sort()).toEqual(folders(kind).sort())
  })
})
