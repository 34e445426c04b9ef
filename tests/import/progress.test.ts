import { describe, expect, it } from 'vitest'
import { createProgress, duration } from '#cli/import/progress'

const watch = (isTTY: boolean) => {
  let now = 0
  let text = ''
  const progress = createProgress({ isTTY, write: (more) => (text += more) }, () => now)
  return { progress, pass: (ms: number) => (now += ms), text: () => text }
}

describe('progress', () => {
  it('is a bar with rate and time left for who watches', () => {
    const { progress, pass, text } = watch(true)
    progress.begin('Sending', 10_000, 'rows')
    pass(1_000)
    progress.reach(2_500)
    expect(text().split('\r').at(-1)).toContain(' 25 %  2,500 of 10,000 rows, 2,500/s, 3 s left')
  })

  it('is a plain line every five seconds in a log', () => {
    const { progress, pass, text } = watch(false)
    progress.begin('Sending', 10_000, 'rows')
    for (let second = 1; second <= 12; second++) {
      pass(1_000)
      progress.reach(second * 100)
    }
    expect(text()).toBe(
      'Sending: 5 %, 500 of 10,000 rows, 100/s, 1 min 35 s left\nSending: 10 %, 1,000 of 10,000 rows, 100/s, 1 min 30 s left\n',
    )
  })

  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [61, '1 min 1 s'],
    [3_700, '1 h 1 min'],
  ])('calls %s seconds %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text)
  })
})
