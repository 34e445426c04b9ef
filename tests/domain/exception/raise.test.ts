import { describe, expect, test } from 'vitest'
import { cleanRaise, type ExceptionToRaise, raiseExceptions, subjectOf } from '#domain/exception/raise-exceptions'
import { factsOf, momentOf } from '../../support/order-facts.ts'
import { whole } from '../../support/whole.ts'

const channel = { id: 'channel', key: 'shop' }
const raise = (patch: Partial<ExceptionToRaise> = {}): ExceptionToRaise => ({
  kind: 'MANUAL',
  summary: 'Look at this.',
  evidence: null,
  orderId: null,
  shipmentId: null,
  channel: null,
  reference: null,
  ...patch,
})
const orders = new Map([['order', factsOf()]])
const none = new Map()
const raised = (...given: Parameters<typeof raiseExceptions>) => whole(raiseExceptions(...given))

describe('a raised exception', () => {
  test('of an order is written through the order, so that its trail has it', () => {
    const { results, changes, rows } = raised([raise({ orderId: 'order' })], [], orders, momentOf())
    expect(results).toMatchObject([{ outcome: 'CREATED' }])
    expect(rows).toEqual([])
    expect(changes).toHaveLength(1)
    expect(changes[0]!.after.exceptions).toMatchObject([{ orderId: 'order', channelId: 'channel', rule: null }])
    expect(changes[0]!.events).toMatchObject([{ type: 'EXCEPTION_OPENED', sequence: 4, channelKey: 'shop' }])
  })

  test('of a channel alone stands by itself', () => {
    const { rows, events, changes } = raised([raise({ channel, reference: 'r1' })], [], none, momentOf())
    expect(changes).toEqual([])
    expect(rows).toMatchObject([{ channelId: 'channel', subject: 'channel:shop:r1', queue: 'orders' }])
    expect(events).toMatchObject([{ type: 'EXCEPTION_OPENED', channelKey: 'shop' }])
  })

  test('two of one order change it once', () => {
    const asked = [raise({ orderId: 'order' }), raise({ orderId: 'order', summary: 'And at that.' })]
    const { results, changes } = raised(asked, [], orders, momentOf())
    expect(results.map((result) => result.outcome)).toEqual(['CREATED', 'CREATED'])
    expect(changes).toHaveLength(1)
    expect(changes[0]!.after.order.version).toBe(5)
  })

  test('said twice in one call is one case', () => {
    const { results, rows } = raised([raise({ channel }), raise({ channel })], [], none, momentOf())
    expect(results.map((result) => result.outcome)).toEqual(['CREATED', 'UNCHANGED'])
    expect(results[0]!.exceptionId).toBe(results[1]!.exceptionId)
    expect(rows).toHaveLength(1)
  })

  test('that is refused leaves its neighbours alone', () => {
    const bad = cleanRaise(raise({ summary: '  ' }))
    const { results, rows } = raised([bad, raise()], [], none, momentOf())
    expect(results).toMatchObject([
      { outcome: 'REJECTED', exceptionId: null, userErrors: [{ code: 'INVALID_INPUT', field: ['summary'] }] },
      { outcome: 'CREATED' },
    ])
    expect(rows).toHaveLength(1)
  })
})

describe('raising the same again', () => {
  const known = (given: ExceptionToRaise, status: 'OPEN' | 'RESOLVED') => ({
    id: 'case-1',
    kind: given.kind,
    subject: subjectOf(given),
    status,
  })

  test.each([
    ['by reference, while it waits', raise({ channel, reference: 'r1' }), 'OPEN', 'UNCHANGED'],
    ['by reference, after it was resolved', raise({ channel, reference: 'r1' }), 'RESOLVED', 'UNCHANGED'],
    ['by its words, while it waits', raise({ orderId: 'order' }), 'OPEN', 'UNCHANGED'],
    ['by its words, after it was resolved', raise({ orderId: 'order' }), 'RESOLVED', 'CREATED'],
  ] as const)('%s', (_, given, status, outcome) => {
    const { results } = raised([given], [known(given, status)], orders, momentOf())
    expect(results[0]!.outcome).toBe(outcome)
    if (outcome === 'UNCHANGED') expect(results[0]!.exceptionId).toBe('case-1')
  })

  test('under another kind is another trouble', () => {
    const given = raise({ channel, reference: 'r1' })
    const other = { ...given, kind: 'IMPORT_REJECTED' } as const
    expect(raised([other], [known(given, 'OPEN')], none, momentOf()).results[0]!.outcome).toBe('CREATED')
  })
})

describe('texts of a raised exception', () => {
  test('are trimmed', () => {
    expect(cleanRaise(raise({ summary: ' x ', channel, reference: ' r ' }))).toMatchObject({
      summary: 'x',
      reference: 'r',
    })
  })
  test.each([
    [{ summary: 'x'.repeat(10_001) }, 'summary'],
    [{ summary: 'a\0b' }, 'summary'],
    [{ reference: '\ud800', channel }, 'reference'],
    [{ reference: ' ', channel }, 'reference'],
    [{ evidence: { long: 'x'.repeat(100_001) } }, 'evidence'],
    [{ evidence: ['\0'] }, 'evidence'],
  ])('that cannot be stored are refused: %#', (patch, field) => {
    expect(cleanRaise(raise(patch))).toMatchObject({ code: 'INVALID_INPUT', field: [field] })
  })
})
