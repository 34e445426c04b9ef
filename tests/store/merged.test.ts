import { expect, test } from 'vitest'
import { openShop } from '../support/shop.ts'

const shop = await openShop()

test('a list of several statuses is read along each of them and merged, each order once and in order', async () => {
  const sent = []
  for (let n = 0; n < 12; n++) {
    const draft = shop.order({ placedAt: `2026-11-${10 + (n % 4)}T10:00:00Z` })
    if (n % 3 === 0) draft.payments = []
    sent.push((await shop.bring(draft)).order.number)
  }
  const page = async (args: string) =>
    (
      await shop.api.ask(
        `{ orders(filter: {statuses: [NEW, READY, NEW]}, ${args}) { nodes { number placedAt status } pageInfo { endCursor hasNextPage } } }`,
      )
    ).orders
  const whole = await page('first: 50')
  expect(new Set(whole.nodes.map(({ status }: { status: string }) => status)).size).toBe(2)
  expect(whole.nodes.map(({ number }: { number: string }) => number).sort()).toEqual(sent.sort())
  const placed = whole.nodes.map(({ placedAt }: { placedAt: string }) => placedAt)
  expect(placed).toEqual([...placed].sort().reverse())

  const walked: unknown[] = []
  for (let after = ''; ; ) {
    const { nodes, pageInfo } = await page(`first: 5${after}`)
    walked.push(...nodes)
    if (!pageInfo.hasNextPage) break
    after = `, after: "${pageInfo.endCursor}"`
  }
  expect(walked).toEqual(whole.nodes)
})
