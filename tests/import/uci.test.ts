import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOptions } from '#cli/import/options'
import { runImport } from '#cli/import/run-import'
import type { Summary } from '#cli/import/summary'

const root = new URL('../../', import.meta.url).pathname
const file = join(root, '../shared/data/uci/online_retail.csv.gz')

describe.skipIf(!existsSync(file))('the UCI Online Retail file (skipped where ../shared/data is not there)', () => {
  it('is accounted for to the last of its 541,909 rows, each by a stated rule', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crossdock-uci-'))
    try {
      const rejects = join(folder, 'rejects.csv')
      const map = join(root, 'docs/examples/uci-online-retail.map.json')
      const argv = [file, '--channel', 'uci', '--map', map, '--rejects', rejects, '--dry-run', '--json']
      const options = readOptions(argv, {})
      if (options === 'help') throw new Error('asked for help')
      let out = ''
      const stdout = { write: (text: string) => (out += text) }
      const code = await runImport(options, { stdout, stderr: { write: () => {} }, stop: new AbortController().signal })

      const summary = JSON.parse(out) as Summary
      expect(code).toBe(0)
      expect(summary).toMatchObject({
        rows: 541_909,
        orders: { NOT_SENT: 19_963 },
        dispositions: {
          LINE: 530_510,
          CANCELLED: 728,
          RETURNED: 6_704,
          REFUNDED: 84,
          PARTLY_MATCHED: 54,
          UNMATCHED: 1_718,
          SET_ASIDE: 2_111,
          UNREADABLE: 0,
          ORDER_UNREADABLE: 0,
          UNACCOUNTED: 0,
        },
      })
      const reasons = (await readFile(rejects, 'utf8')).split('\r\n').slice(1, -1)
      const count = (reason: string) => reasons.filter((line) => line.includes(reason)).length
      expect([count('ledger adjustment'), count('stock written off'), count('stock found or corrected')]).toEqual([
        3, 1_336, 772,
      ])
    } finally {
      await rm(folder, { recursive: true })
    }
  }, 180_000)
})
