import { describe, expect, test } from 'vitest'
import { assign } from '#domain/exception/assign'
import { newCase, nextCase } from '#domain/exception/case-row'
import { changeCases } from '#domain/exception/change-cases'
import { closeChannelCase, openChannelCase } from '#domain/exception/channel-case'
import { escalate } from '#domain/exception/escalate'
import { resolve } from '#domain/exception/resolve'
import type { ExceptionRow } from '#domain/rows/case-rows'
import { factsOf, momentOf, now } from '../../support/order-facts.ts'

const caseOf = (patch: Partial<ExceptionRow> = {}): ExceptionRow => ({
  ...newCase(
    {
      kind: 'MANUAL',
      subject: 'x',
      summary: 'x',
      evidence: null,
      rule: null,
      orderId: null,
      shipmentId: null,
      channelId: 'channel',
    },
    'case-1',
    '2026-11-20T10:00:00.000Z',
  ),
  ...patch,
})
const done = caseOf({ status: 'RESOLVED', resolvedAt: now, reasonCode: 'FIXED' })

describe('a step on several cases', () => {
  const loose = caseOf()
  const ofOrder = caseOf({ id: 'case-2', orderId: 'order' })
  const found = new Map([
    ['case-1', { row: loose, channelKey: 'shop' }],
    ['case-2', { row: ofOrder, channelKey: 'shop' }],
  ])
  const orders = new Map([['order', factsOf({ exceptions: [ofOrder] })]])
  const run = (asked: { id: string | null; ifVersion: number | null }[]) =>
    changeCases(asked, found, orders, momentOf(), (row) => assign(row, 'grace'))

  test('writes one of an order through the order and guards one without by its version', () => {
    const { results, changes, rows, guards, events } = run([
      { id: 'case-1', ifVersion: 1 },
      { id: 'case-2', ifVersion: null },
    ])
    expect(results).toEqual([
      { exceptionId: 'case-1', userErrors: [] },
      { exceptionId: 'case-2', userErrors: [] },
    ])
    expect(rows).toMatchObject([{ id: 'case-1', version: 2, ownerId: 'grace', status: 'IN_PROGRESS' }])
    expect(guards).toEqual([{ table: 'exception_case', id: 'case-1', version: 1 }])
    expect(events).toMatchObject([{ type: 'EXCEPTION_ASSIGNED', channelKey: 'shop', exceptionStatus: 'IN_PROGRESS' }])
    expect(changes).toHaveLength(1)
    expect(changes[0]!.events).toMatchObject([
      {
        type: 'EXCEPTION_ASSIGNED',
        sequence: 4,
        changes: [
          { field: 'status', before: 'OPEN', after: 'IN_PROGRESS' },
          { field: 'ownerId', before: null, after: 'grace' },
        ],
      },
    ])
  })

  test('refuses one without touching the others', () => {
    const { results, rows } = run([
      { id: null, ifVersion: null },
      { id: 'case-9', ifVersion: null },
      { id: 'case-1', ifVersion: null },
      { id: 'case-1', ifVersion: null },
      { id: 'case-2', ifVersion: 7 },
    ])
    expect(results.map(({ userErrors }) => userErrors[0]?.code)).toEqual([
      'NOT_FOUND',
      'NOT_FOUND',
      undefined,
      'INVALID_INPUT',
      'STALE_VERSION',
    ])
    expect(results[4]).toMatchObject({ exceptionId: 'case-2', userErrors: [{ details: { version: 1 } }] })
    expect(rows).toHaveLength(1)
  })

  test('that changes nothing writes nothing', () => {
    const { results, rows, changes } = changeCases(
      [{ id: 'case-1', ifVersion: null }],
      found,
      orders,
      momentOf(),
      () => null,
    )
    expect(results).toEqual([{ exceptionId: 'case-1', userErrors: [] }])
    expect([...rows, ...changes]).toEqual([])
  })
})

describe('an exception is assigned', () => {
  test.each([
    [
      'to somebody, who works on it',
      caseOf(),
      'grace',
      { patch: { ownerId: 'grace', status: 'IN_PROGRESS' }, event: 'EXCEPTION_ASSIGNED' },
    ],
    [
      'back to its queue',
      caseOf({ ownerId: 'grace', status: 'IN_PROGRESS' }),
      null,
      { patch: { ownerId: null, status: 'OPEN' }, event: 'EXCEPTION_ASSIGNED' },
    ],
    ['to who has it, and nothing happens', caseOf({ ownerId: 'grace' }), 'grace', null],
  ] as const)('%s', (_, row, owner, step) => expect(assign(row, owner)).toEqual(step))

  test('not after it was resolved', () => expect(assign(done, 'grace')).toMatchObject({ code: 'ALREADY_DONE' }))
})

describe('an exception is resolved', () => {
  test('by a person with a reason code, and keeps its fingerprint', () => {
    const step = resolve(caseOf(), { reasonCode: 'FIXED', resolution: 'Rang them.', now })
    expect(step).toEqual({
      patch: { status: 'RESOLVED', resolvedAt: now, resolution: 'Rang them.', reasonCode: 'FIXED' },
      event: 'EXCEPTION_RESOLVED',
      reasonCode: 'FIXED',
    })
  })
  test('after its deadline marks it as late before the clock noticed, by whoever it is settled', () => {
    const settled = (dueAt: string | null) => nextCase(caseOf({ dueAt }), { status: 'RESOLVED' }, now)
    const late = settled('2026-11-20T10:30:00.000Z')
    expect(late.row.breachedAt).toBe(now)
    expect(late.changes).toContainEqual({ field: 'breachedAt', before: null, after: now })
    for (const dueAt of [null, now]) expect(settled(dueAt).row.breachedAt).toBeNull()
    expect(nextCase(caseOf({ dueAt: '2026-11-20T10:30:00.000Z' }), { ownerId: 'grace' }, now).row.breachedAt).toBeNull()
  })
  test('once', () =>
    expect(resolve(done, { reasonCode: 'FIXED', resolution: 'x', now })).toMatchObject({ code: 'ALREADY_DONE' }))
})

describe('the clock marks an exception', () => {
  test.each([
    ['when its time has passed', caseOf({ dueAt: '2026-11-23T09:59:59.000Z' }), true],
    [
      'whoever works on it',
      caseOf({ dueAt: '2026-11-23T09:59:59.000Z', status: 'IN_PROGRESS', ownerId: 'grace' }),
      true,
    ],
    ['not before', caseOf({ dueAt: '2026-11-23T10:00:00.000Z' }), false],
    ['not without a time', caseOf({ dueAt: null }), false],
    ['not twice', caseOf({ dueAt: '2026-11-23T09:00:00.000Z', breachedAt: now }), false],
    ['not when it is resolved', { ...done, dueAt: '2026-11-23T09:00:00.000Z' }, false],
    ['whatever offset its time is written in', caseOf({ dueAt: '2026-11-23T10:30:00+01:00' }), true],
  ])('%s', (_, row, marked) => {
    expect(escalate(row, now)).toEqual(marked ? { patch: { breachedAt: now }, event: 'EXCEPTION_BREACHED' } : null)
  })
})

describe('a channel in trouble', () => {
  const trouble = {
    kind: 'CHANNEL_UNAVAILABLE',
    subject: 's',
    channel: { id: 'c', key: 'shop' },
    rule: 'channel-reachable',
  } as const
  const what = { summary: 'It does not answer.', evidence: { error: '503' } }

  test('has one case, which closes when it answers', () => {
    const opened = openChannelCase(trouble, what, [], momentOf())
    expect(opened.inserted).toMatchObject([{ kind: 'CHANNEL_UNAVAILABLE', queue: 'channels', severity: 1 }])
    expect(openChannelCase(trouble, what, opened.inserted, momentOf()).events).toEqual([])
    const closed = closeChannelCase(trouble, 'It answers.', opened.inserted, momentOf())
    expect(closed.updated).toMatchObject([{ status: 'RESOLVED', version: 2, resolution: 'It answers.' }])
    expect(closed.guards).toEqual([{ table: 'exception_case', id: opened.inserted[0]!.id, version: 1 }])
    expect(closeChannelCase(trouble, 'It answers.', closed.updated, momentOf()).events).toEqual([])
  })
})
