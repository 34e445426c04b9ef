import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSnapshots } from '#domain/intake/compare-snapshots'

const stamp = (updatedAt: string | null, digest: string) => ({ updatedAt, digest })
const [early, late] = ['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']

describe('of two snapshots', () => {
  test.each([
    ['the later word is newer', stamp(early, 'a'), stamp(late, 'b'), 'NEWER'],
    ['the earlier word is stale', stamp(late, 'a'), stamp(early, 'b'), 'STALE'],
    ['the same words are the same', stamp(early, 'a'), stamp(early, 'a'), 'SAME'],
    ['the same words later guard what came between', stamp(early, 'a'), stamp(late, 'a'), 'SAME_LATER'],
    ['the same words earlier say nothing', stamp(late, 'a'), stamp(early, 'a'), 'SAME'],
    ['without a clock the one that arrives is newer', stamp(late, 'a'), stamp(null, 'b'), 'NEWER'],
    ['a clock after none is newer', stamp(null, 'a'), stamp(early, 'b'), 'NEWER'],
    [
      'the database writes the same instant otherwise',
      stamp('2026-11-20T10:00:00+00:00', 'b'),
      stamp(early, 'a'),
      'STALE',
    ],
  ] as const)('%s', (_, known, incoming, expected) => {
    expect(compareSnapshots(known, incoming)).toBe(expected)
  })

  test('of one second everyone ends with the same one, whichever came first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 6 }), (digests) => {
        const last = (order: string[]) =>
          order.reduce((known, next) =>
            compareSnapshots(stamp(early, known), stamp(early, next)) === 'NEWER' ? next : known,
          )
        expect(last(digests)).toBe(last([...digests].reverse()))
      }),
    )
  })
})
