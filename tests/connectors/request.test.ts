import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Loopback, type LoopbackAnswer, serveLoopback } from '#connectors/loopback'
import { asking } from '#connectors/request'

describe('asking an external service', () => {
  let answer: LoopbackAnswer
  let served: Loopback
  beforeAll(async () => {
    served = await serveLoopback(() => answer)
  })
  afterAll(() => served.stop())

  const ask = () =>
    asking({
      name: 'the service',
      url: served.url,
      headers: {},
      rate: { burst: 100, perSecond: 100 },
      timeoutMs: 2_000,
    })({
      method: 'POST',
      path: 'thing',
      body: {},
    })

  it('gives back what it answered', async () => {
    answer = { status: 200, body: { well: true } }
    expect(await ask()).toEqual({ well: true })
  })

  it.each([
    { answers: { status: 400 }, failure: 'REFUSED' },
    { answers: { status: 422 }, failure: 'REFUSED' },
    { answers: { status: 401 }, failure: 'NOT_ALLOWED' },
    { answers: { status: 403 }, failure: 'NOT_ALLOWED' },
    { answers: { status: 404 }, failure: 'NOT_FOUND' },
    { answers: { status: 500 }, failure: 'IN_DOUBT' },
    { answers: 'drop' as const, failure: 'IN_DOUBT' },
  ])('names the failure $failure', async ({ answers, failure }) => {
    answer = answers
    await expect(ask()).rejects.toMatchObject({ failure })
  })

  it('comes back when it is asked to, and not after days', async () => {
    answer = { status: 429, retryAfter: 7 }
    await expect(ask()).rejects.toMatchObject({ failure: 'BUSY', retryAfterMs: 7_000 })
    answer = { status: 503, retryAfter: 864_000 }
    await expect(ask()).rejects.toMatchObject({ failure: 'BUSY', retryAfterMs: 600_000 })
  })
})
