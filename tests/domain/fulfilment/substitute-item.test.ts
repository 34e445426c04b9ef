import { describe, expect, test } from 'vitest'
import { type SubstituteCommand, substituteItem } from '#domain/decisions/substitute-item'
import type { StockItemFacts } from '#domain/order/state'
import type { LineRow } from '#domain/rows/order-rows'
import { failed, House, holdOf, itemsOf } from '../../support/house.ts'
import { factsOf, lineOf, now } from '../../support/order-facts.ts'

const items = itemsOf({ MUG: { 'wh-north': 1 }, CUP: { 'wh-north': 9 } })
const cup: StockItemFacts = items['item-cup']!
const house = (given: Partial<LineRow> = {}) =>
  new House(
    factsOf({
      lines: [lineOf({ id: 'mug', quantity: 3, total: 1000, discount: 50, tax: 167, ...given })],
      items,
      order: { deliveryMethod: 'PICKUP' },
    }),
  )
const substitute =
  (command: Partial<SubstituteCommand> = {}) =>
  (facts: House['facts'], moment: Parameters<typeof substituteItem>[2]) =>
    substituteItem(facts, { lineId: 'mug', sku: 'CUP', item: cup, reasonCode: 'OUT_OF_STOCK', ...command }, moment)

describe('a substitution', () => {
  test('of a whole line sends another item for what was agreed', () => {
    const target = house()
    const change = target.do(substitute())
    expect(target.state.lines).toMatchObject([
      {
        sku: 'MUG',
        stockItemId: 'item-cup',
        total: 1000,
        components: [{ sku: 'CUP', stockItemId: 'item-cup', perUnit: 1, substitutedFor: 'MUG' }],
      },
    ])
    expect(change.events[0]).toMatchObject({ type: 'ITEM_SUBSTITUTED', reasonCode: 'OUT_OF_STOCK' })
    target.release()
    expect(target.stock('CUP').committed).toBe(3)
  })

  test('of a part splits the line and its money, to the last penny', () => {
    const target = house({ taxLines: [{ title: 'VAT', rate: '0.2', amount: 167, collectedBy: 'MERCHANT' }] })
    const before = target.state.order.total
    target.do(substitute({ quantity: 2 }))
    const [rest, part] = target.state.lines as [LineRow, LineRow]
    expect([rest.quantity, part.quantity]).toEqual([1, 2])
    expect([rest.reference, part.reference]).toEqual(['mug', 'mug/1'])
    for (const money of ['total', 'discount', 'tax'] as const)
      expect(rest[money] + part[money]).toBe({ total: 1000, discount: 50, tax: 167 }[money])
    expect(rest.taxLines[0]!.amount + part.taxLines[0]!.amount).toBe(167)
    expect(target.state.order).toMatchObject({ total: before, lineCount: 2 })
    target.release()
    expect([target.stock('MUG').committed, target.stock('CUP').committed]).toEqual([1, 2])
  })

  test('of a substitute remembers what was sold, and going back forgets it', () => {
    const target = house()
    target.do(substitute())
    target.do(substitute({ sku: 'MUG', item: items['item-mug']! }))
    expect(target.state.lines[0]).toMatchObject({ stockItemId: 'item-mug', components: null })
  })

  test('mends a SKU that nobody knew', () => {
    const target = house({ stockItemId: null, sku: 'WHAT' })
    target.facts.state.order.validation = [failed('sku-known', false)]
    target.facts.state.order.status = 'NEW'
    target.facts.state.holds.push(holdOf({ reason: 'UNMAPPED_SKU', rule: 'sku-known' }))
    target.do(substitute())
    expect(target.state.order.status).toBe('READY')
    expect(target.state.holds[0]!.releasedAt).toBe(now)
  })

  test.each<[string, Partial<LineRow>, Partial<SubstituteCommand>, string]>([
    ['by what is not ours', {}, { sku: 'HAT', item: undefined }, 'UNKNOWN_SKU'],
    ['by itself', {}, { sku: 'MUG', item: items['item-mug']! }, 'ALREADY_DONE'],
    ['of more than is open', {}, { quantity: 4 }, 'QUANTITY_EXCEEDED'],
    ['of nothing', {}, { quantity: 0 }, 'INVALID_INPUT'],
    ['of what is committed', { allocated: 3, open: 0 }, {}, 'TOO_LATE_TO_CHANGE'],
    ['without a reason that explains it', {}, { reasonCode: 'RECEIPT' }, 'UNKNOWN_REASON_CODE'],
    ['of a tip', { kind: 'TIP' }, {}, 'TOO_LATE_TO_CHANGE'],
  ])('is refused %s', (_, line, command, code) => {
    expect(house(line).refused(substitute(command))[0]!.code).toBe(code)
  })
})
