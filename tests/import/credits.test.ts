import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exceptionFor } from '#connectors/channels/spreadsheet/exception-input'
import { dispositionsOf, orderOf, row, surveyOf } from './sheet.ts'

const MAY_2 = '2024-05-02 09:00'
const MAY_3 = '2024-05-03 09:00'

describe('a credit', () => {
  it('of a later day returns units of the latest earlier sale, and refunds them', () => {
    const sheet = surveyOf([
      row('1', 'A', 3, '2.00'),
      row('2', 'A', 5, '2.50', '100', MAY_2),
      row('C9', 'A', -2, '2.50', '100', MAY_3),
    ])
    expect(orderOf(sheet, '2')).toMatchObject({
      returns: [
        {
          reference: 'C9',
          lines: [{ line: '1', quantity: 2 }],
          returnedAt: '2024-05-03T08:00:00.000Z',
          restock: false,
        },
      ],
      refunds: [{ reference: 'C9', amount: '5.00', lines: [{ line: '1', quantity: 2 }] }],
    })
    expect(orderOf(sheet, '1')).not.toHaveProperty('returns')
    expect(dispositionsOf(sheet)).toEqual(['LINE', 'LINE', 'RETURNED'])
  })

  it('of the same calendar day cancels units', () => {
    const sheet = surveyOf([row('1', 'A', 3, '2.00'), row('C9', 'A', -1, '2.00', '100', '2024-05-01 23:30')])
    expect(orderOf(sheet, '1')).toMatchObject({
      cancellations: [{ reference: 'C9', lines: [{ line: '1', quantity: 1 }] }],
    })
    expect(orderOf(sheet, '1')).not.toHaveProperty('returns')
    expect(dispositionsOf(sheet)).toEqual(['LINE', 'CANCELLED'])
  })

  it('goes on to the sale before where the latest has not enough units', () => {
    const sheet = surveyOf([
      row('1', 'A', 3, '2.00'),
      row('2', 'A', 2, '2.00', '100', MAY_2),
      row('C9', 'A', -4, '2.00', '100', MAY_3),
    ])
    expect(orderOf(sheet, '1').returns?.[0]?.lines).toEqual([{ line: '1', quantity: 2 }])
    expect(orderOf(sheet, '2').returns?.[0]?.lines).toEqual([{ line: '1', quantity: 2 }])
  })

  it('counts two of its rows about one line together', () => {
    const sheet = surveyOf([
      row('1', 'A', 5, '2.00'),
      row('C9', 'A', -1, '2.00', '100', MAY_2),
      row('C9', 'A', -2, '2.00', '100', MAY_2),
    ])
    expect(orderOf(sheet, '1').returns).toEqual([
      expect.objectContaining({ reference: 'C9', lines: [{ line: '1', quantity: 3 }] }),
    ])
    expect(orderOf(sheet, '1').refunds).toEqual([expect.objectContaining({ amount: '6.00' })])
  })

  it('of postage gives money back and no units', () => {
    const sheet = surveyOf([row('1', 'POST', 1, '18.00'), row('C9', 'POST', -1, '18.00', '100', MAY_2)])
    const order = orderOf(sheet, '1')
    expect(order).toMatchObject({ lines: [{ kind: 'SERVICE' }], refunds: [{ amount: '18.00' }] })
    expect(order).not.toHaveProperty('returns')
    expect(dispositionsOf(sheet)).toEqual(['LINE', 'REFUNDED'])
  })

  it('for more than was charged refunds what was charged and asks a person about the rest', () => {
    const sheet = surveyOf([row('1', 'A', 2, '2.00'), row('C9', 'A', -1, '5.00', '100', MAY_2)])
    expect(orderOf(sheet, '1').refunds).toEqual([expect.objectContaining({ amount: '2.00' })])
    const exception = exceptionFor(
      'shop',
      sheet.reader,
      { file: 'f.csv', line: 3, ordinal: 1, fields: sheet.rows[1]! },
      sheet.survey.credits.get(1)!,
      ['1'],
    )
    expect(exception).toMatchObject({
      kind: 'RECONCILIATION_MISMATCH',
      reference: 'C9:1',
      order: { reference: { system: 'shop', value: '1' } },
      evidence: {
        line: 3,
        matchedUnits: 1,
        unmatchedUnits: 0,
        notRefunded: '3.00 GBP',
        row: { Invoice: 'C9', Qty: '-1' },
      },
    })
    expect(exception.summary).toContain('3.00 GBP more than was charged')
  })

  it.each([
    ['another customer', row('C9', 'A', -1, '2.00', '200', MAY_2)],
    ['nobody', row('C9', 'A', -1, '2.00', '', MAY_2)],
    ['another SKU', row('C9', 'B', -1, '2.00', '100', MAY_2)],
    ['a sale still to come', row('C9', 'A', -1, '2.00', '100', '2024-04-30 10:00')],
  ])('of %s finds no sale', (_, credit) => {
    const sheet = surveyOf([row('1', 'A', 3, '2.00'), credit])
    expect(dispositionsOf(sheet)).toEqual(['LINE', 'UNMATCHED'])
    expect(sheet.survey.credits.get(1)).toMatchObject({ matched: 0, unmatched: 1 })
  })

  it('takes what is there and leaves the rest to a person', () => {
    const sheet = surveyOf([row('1', 'A', 3, '2.00'), row('C9', 'A', -10, '2.00', '100', MAY_2)])
    expect(dispositionsOf(sheet)).toEqual(['LINE', 'PARTLY_MATCHED'])
    expect(sheet.survey.credits.get(1)).toMatchObject({ matched: 3, unmatched: 7 })
  })

  it('never gives back more than was charged, however many credits there are and however they are sorted', () => {
    const trade = fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 0, max: 999 }),
      day: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(
        fc.array(trade, { minLength: 1, maxLength: 6 }),
        fc.array(trade, { maxLength: 6 }),
        fc.integer(),
        (sales, credits, seed) => {
          const price = (minor: number) => (minor / 100).toFixed(2)
          const rows = [
            ...sales.map((s, i) =>
              row(String(i + 1), 'A', s.quantity, price(s.price), '100', `2024-05-0${s.day} 10:00`),
            ),
            ...credits.map((c, i) =>
              row(`C${i + 1}`, 'A', -c.quantity, price(c.price), '100', `2024-05-0${c.day} 11:00`),
            ),
          ]
          const sheet = surveyOf(rows)
          for (const [index, sale] of sales.entries()) {
            const order = orderOf(sheet, String(index + 1))
            const back = [...(order.returns ?? []), ...(order.cancellations ?? [])].flatMap((r) => r.lines ?? [])
            expect(back.reduce((sum, line) => sum + line.quantity, 0)).toBeLessThanOrEqual(sale.quantity)
            const refunded = (order.refunds ?? []).reduce(
              (sum, refund) => sum + Math.round(Number(refund.amount) * 100),
              0,
            )
            expect(refunded).toBeLessThanOrEqual(sale.price * sale.quantity)
          }
          const matched = credits.map((_, i) => sheet.survey.credits.get(sales.length + i)!)
          expect(matched.map((o) => o.matched + o.unmatched)).toEqual(credits.map((c) => c.quantity))

          const turned = surveyOf(seed % 2 === 0 ? rows.toReversed() : rows)
          const total = (s: typeof sheet) => [...s.survey.credits.values()].reduce((sum, o) => sum + o.matched, 0)
          expect(total(turned)).toBe(total(sheet))
        },
      ),
      { numRuns: 200 },
    )
  })
})
