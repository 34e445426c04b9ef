import { describe, expect, it } from 'vitest'
import { sandboxChannel } from '#connectors/channels/sandbox/connector'
import { serveShop } from '#connectors/channels/sandbox/simulator/serve'
import { openShop } from '#connectors/channels/sandbox/simulator/shop'
import type { SandboxOrder } from '#connectors/channels/sandbox/wire-schema'
import { type ChannelBed, describeChannel } from './channel-contract.ts'

const start = Date.parse('2026-03-01T10:00:00Z')

describeChannel(sandboxChannel, async (): Promise<ChannelBed> => {
  let now = start
  let losing = false
  const shop = openShop({ profile: 'web-shop', seed: 'contract', everyMs: 500 })
  shop.orders(null, null, 1, now)
  const weather = () => {
    const lost = losing
    losing = false
    return lost ? 'LOST' : 'FINE'
  }
  const served = await serveShop(shop, 'contract', weather, () => now)
  return {
    connection: { channel: 'sandbox-shop', url: served.url, key: served.key },
    pass: (ms) => {
      now += ms
    },
    loseNextAnswer: () => {
      losing = true
    },
    stop: served.stop,
  }
})

describe('the sandbox shop', () => {
  const play = (seed: string) => {
    const shop = openShop({ profile: 'marketplace', seed, everyMs: 1_000 })
    return [0, 5_000, 60_000, 300_000].flatMap((after) => shop.orders(null, null, 50, start + after).orders)
  }

  it('is the same shop for the same seed, and another for another', () => {
    expect(play('a')).toEqual(play('a'))
    expect(play('a').map(({ total }) => total)).not.toEqual(play('b').map(({ total }) => total))
  })

  it('goes on where it was after a restart', () => {
    const shop = openShop({ profile: 'web-shop', seed: 'again', everyMs: 1_000 })
    shop.orders(null, null, 50, start)
    shop.orders(null, null, 50, start + 30_000)
    const again = openShop(
      { profile: 'web-shop', seed: 'again', everyMs: 1_000 },
      JSON.parse(JSON.stringify(shop.state())),
    )
    expect(again.orders(null, null, 50, start + 60_000)).toEqual(shop.orders(null, null, 50, start + 60_000))
  })

  it('sends what channels send: unpaid, mistyped, cancelled, risky, strange and test orders, and old copies', () => {
    const shop = openShop({ profile: 'web-shop', seed: 'all sorts', everyMs: 1_000 })
    shop.orders(null, null, 1, start)
    const seen: SandboxOrder[] = []
    for (let second = 1; second <= 400; second++) {
      const since = new Date(start + (second - 3) * 1_000).toISOString()
      seen.push(...shop.orders(since, null, 50, start + second * 1_000).orders)
    }
    const some = (wanted: (order: SandboxOrder) => boolean) => expect(seen.some(wanted)).toBe(true)
    some(({ payment }) => payment.state === 'open')
    some(({ cancellation }) => cancellation !== null)
    some(({ risk }) => risk?.level === 'high')
    some(({ test }) => test)
    some(({ items }) => items.some(({ code }) => code === 'MUG-BLEU'))
    some(({ states }) => states.fulfilment === 'on_backorder')
    const times = new Map<string, number>()
    const older = seen.filter(({ id, modified_at }) => {
      const before = times.get(id) ?? 0
      times.set(id, Math.max(before, Date.parse(modified_at)))
      return Date.parse(modified_at) < before
    })
    expect(older.length).toBeGreaterThan(0)
  })
})
