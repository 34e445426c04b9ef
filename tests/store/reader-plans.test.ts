import { afterAll, describe, expect, test } from 'vitest'
import { maximumNames, maximumShapes, type Plan, type Plans, Uncompiled } from '#engines/reader'
import { connect } from '#store/connect'
import { createPlans } from '#store/reader'

// Nothing is asked of a database here: the datamodel is the generated client's.
const store = connect('postgresql://nobody@127.0.0.1:1/nothing')
afterAll(() => store.close())

function planned(plans: Plans, model: string, args: Record<string, unknown>): Plan {
  const found = plans.find(model, 'findMany', args)
  if (found instanceof Uncompiled) throw found
  return found.plan
}

describe('plans', () => {
  test('are shared by reads that differ in values and roughly in size', () => {
    const plans = createPlans(store.prisma)
    const of = (status: string, take: number, ids: string[]) =>
      planned(plans, 'Order', { where: { status, id: { in: ids } }, take, select: { id: true } }).statement.text
    expect(of('READY', 51, ['a', 'b'])).toBe(of('SHIPPED', 60, ['a', 'b', 'c']))
    expect(of('READY', 51, ['a', 'b'])).not.toBe(of('READY', 65, ['a', 'b']))
    expect(of('READY', 51, ['a', 'b'])).not.toBe(of('READY', 51, ['a']))
  })

  test('are named when they come again, and no more of them than the limit', () => {
    const plans = createPlans(store.prisma)
    const named = (take: number) => planned(plans, 'Order', { take, select: { id: true } }).statement.name !== ''
    expect([named(1000), named(1000), named(1000), named(1000)]).toEqual([false, false, true, true])
    for (let take = 1001; take < 1000 + maximumNames; take++) for (let use = 0; use < 3; use++) named(take)
    expect(named(1000 + maximumNames - 1)).toBe(true)
    for (let use = 0; use < 5; use++) expect(named(9999)).toBe(false)
    expect(named(1000)).toBe(true)
  })

  test.each<[string, object, boolean]>([
    [
      'a status, and what comes after a place in the order',
      { status: 'READY', placedAt: { lt: '2026-11-20T00:00:00Z' } },
      true,
    ],
    ['the one channel of a key', { AND: [{ channel: { key: 'shop' } }] }, true],
    ['ids', { id: { in: ['00000000-0000-7000-8000-000000000000', '00000000-0000-7000-8000-000000000001'] } }, true],
    ['one of several statuses', { AND: [{ status: { in: ['READY', 'NEW'] } }] }, false],
    ['a time that is not what the rows are sorted by', { shipBy: { lt: '2026-11-20T00:00:00Z' } }, false],
    ['a row that hangs on it', { lines: { some: { sku: 'MUG' } } }, false],
    ['a part of a text', { reference: { contains: 'S' } }, false],
  ])('are kept or made with the values, as %s wants it', (_, where, isKept) => {
    const plans = createPlans(store.prisma)
    const args = { where, orderBy: [{ placedAt: 'desc' }, { id: 'asc' }], take: 51, select: { id: true } }
    for (let use = 0; use < 3; use++) planned(plans, 'Order', args)
    expect(planned(plans, 'Order', args).statement.name !== '').toBe(isKept)
  })

  test('are forgotten beyond the limit and made again', () => {
    const plans = createPlans(store.prisma)
    const first = planned(plans, 'Order', { take: 1000, select: { id: true } })
    for (let take = 1001; take <= 1000 + maximumShapes; take++) planned(plans, 'Order', { take, select: { id: true } })
    const again = planned(plans, 'Order', { take: 1000, select: { id: true } })
    expect(again).not.toBe(first)
    expect(again.statement.text).toBe(first.statement.text)
  })
})
