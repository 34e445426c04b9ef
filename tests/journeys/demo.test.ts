import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createClient, typedDocument } from '#api-client/client'
import { stopEmbedded } from '#store/embedded/start'
import { freePort } from '../support/free-port.ts'
import { type RealProcess, runTypeScript } from '../support/real-process.ts'

/** What `npm run demo` promises on two cores. */
const FIRST_DELIVERY_MS = 60_000

const look = typedDocument<
  {
    integrity: { ok: boolean }
    channels: { key: string; handoffs: unknown[]; syncRuns: { ok: boolean }[] }[]
    delivered: { nodes: { channelPushes: { state: string }[] }[] }
  },
  Record<string, never>
>(
  'Look',
  `query Look {
    integrity { ok } channels { key handoffs { step } syncRuns { ok } }
    delivered: orders(filter: { statuses: [DELIVERED] }, sort: PLACED_AT_ASC, first: 1) { nodes { channelPushes { state } } }
  }`,
)

describe('npm run demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-demo-'))
  chmodSync(folder, 0o755) // started by root, Postgres runs as another user
  const processes: RealProcess[] = []
  const start = (port: number) => {
    const demo = runTypeScript('src/server/demo.ts', [], { CROSSDOCK_DATA: join(folder, 'data'), PORT: String(port) })
    processes.push(demo)
    return demo
  }
  /** The line may take longer than a process usually takes to say something. */
  const said = async (demo: RealProcess, pattern: RegExp, ms: number) => {
    const deadline = Date.now() + ms
    while (!pattern.test(demo.output())) {
      if (Date.now() > deadline || demo.child.exitCode !== null) throw new Error(`no ${pattern}:\n${demo.output()}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const tokenOf = (demo: RealProcess, role: string) => new RegExp(`${role} +(cdk_\\S+)`).exec(demo.output())?.[1] ?? ''

  afterAll(async () => {
    for (const each of processes) if (each.child.exitCode === null) await each.kill('SIGKILL')
    await stopEmbedded(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  })

  it('delivers its first order within a minute, stops on Ctrl-C, and goes on where it was at the next start', async () => {
    const port = await freePort()
    const since = Date.now()
    const demo = start(port)
    await said(demo, /First order DELIVERED/, FIRST_DELIVERY_MS)
    expect(Date.now() - since).toBeLessThan(FIRST_DELIVERY_MS)

    const admin = createClient({ url: `http://localhost:${port}/graphql`, token: tokenOf(demo, 'admin') })
    const { integrity, channels, delivered } = await admin.execute(look, {})
    expect(integrity).toEqual({ ok: true })
    expect(channels.map(({ key }) => key).sort()).toEqual(['sandbox-market', 'sandbox-shop'])
    for (const { handoffs } of channels) expect(handoffs.length).toBeGreaterThan(3)
    expect(delivered.nodes[0]?.channelPushes.map(({ state }) => state)).toContain('CONFIRMED')

    expect(await demo.kill('SIGINT')).toBe(0)

    const again = start(port)
    await said(again, /arrived/, 45_000)
    for (const role of ['admin', 'operator', 'reader']) expect(tokenOf(again, role)).toBe(tokenOf(demo, role))
    expect(await again.kill('SIGINT')).toBe(0)
  }, 150_000)
})
