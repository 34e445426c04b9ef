import { describe, expect, it } from 'vitest'
import { sandboxCarrier } from '#connectors/carriers/sandbox/connector'
import { openDepot, scansOf } from '#connectors/carriers/sandbox/simulator/depot'
import { serveDepot } from '#connectors/carriers/sandbox/simulator/serve'
import { type CarrierBed, describeCarrier } from './carrier-contract.ts'

const start = Date.parse('2026-03-01T10:00:00Z')

describeCarrier(sandboxCarrier, async (): Promise<CarrierBed> => {
  let now = start
  let losing = false
  const depot = openDepot({ seed: 'contract', stepMs: 60_000 })
  const served = await serveDepot(
    depot,
    'contract',
    () => {
      const lost = losing
      losing = false
      return lost
    },
    () => now,
  )
  return {
    connection: { url: served.url, key: served.key },
    pass: (ms) => {
      now += ms
      return now
    },
    loseNextAnswer: () => {
      losing = true
    },
    stop: served.stop,
  }
})

describe('the sandbox depot', () => {
  const options = { seed: 'depot', stepMs: 1_000 }
  const numbers = Array.from({ length: 300 }, (_, index) => `SBX${index}`)
  const ends = numbers.map((number) => scansOf(options, number, start, start + 60_000))
  const codes = ends.map((scans) => new Set(scans.map(({ code }) => code)))

  it('delivers most parcels, and loses or returns a few', () => {
    const delivered = codes.filter((each) => each.has('DEL')).length
    expect(delivered).toBeGreaterThan(270)
    expect(codes.some((each) => each.has('RTD'))).toBe(true)
    expect(codes.some((each) => each.has('LST'))).toBe(true)
  })

  it('repeats scans, shows them out of order, and uses a code that nobody knows', () => {
    expect(ends.some((scans) => new Set(scans.map(({ id }) => id)).size < scans.length)).toBe(true)
    expect(ends.some((scans) => scans.length > 1 && scans[0]!.at > scans.at(-1)!.at)).toBe(true)
    expect(codes.some((each) => each.has('XRY'))).toBe(true)
  })

  it('never takes a scan back', () => {
    for (const number of numbers.slice(0, 50)) {
      let before: string[] = []
      for (let second = 0; second <= 12; second++) {
        const now = scansOf(options, number, start, start + second * 1_000).map(({ id }) => id)
        expect(now).toEqual(expect.arrayContaining(before))
        before = now
      }
    }
  })
})
