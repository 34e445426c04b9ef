import { describe, expect, test } from 'vitest'
import { newCase } from '#domain/exception/case-row'
import { closeCase, hasOpenCase, openCase } from '#domain/exception/cases'
import { Draft } from '#domain/order/draft'
import type { ExceptionRow } from '#domain/rows/case-rows'
import { factsOf, momentOf, now } from '../../support/order-facts.ts'

const draftOf = (exceptions: ExceptionRow[] = []) => Draft.edit(factsOf({ exceptions }), momentOf())

const shortage = {
  kind: 'STOCK_SHORTAGE',
  summary: 'Two mugs are missing.',
  evidence: { missing: 2 },
  rule: 'stock',
} as const

const known = (patch: Partial<ExceptionRow> = {}): ExceptionRow => ({
  ...newCase(
    {
      kind: 'STOCK_SHORTAGE',
      subject: 'order:order',
      summary: shortage.summary,
      evidence: shortage.evidence,
      rule: 'stock',
      orderId: 'order',
      shipmentId: null,
      channelId: 'channel',
    },
    'case-1',
    '2026-11-22T10:00:00.000Z',
  ),
  ...patch,
})
const resolved = { status: 'RESOLVED', resolvedAt: '2026-11-22T11:00:00.000Z' } as const

describe('a rule opens a case', () => {
  test('with the queue, severity and due time of its kind, and says so in the log', () => {
    const draft = draftOf()
    const id = openCase(draft, shortage)
    const { after, events } = draft.finish()
    expect(after.exceptions).toEqual([
      expect.objectContaining({
        id,
        version: 1,
        status: 'OPEN',
        queue: 'stock',
        severity: 2,
        subject: 'order:order',
        orderId: 'order',
        channelId: 'channel',
        openedAt: now,
        dueAt: '2026-11-23T14:00:00.000Z',
        evidence: { missing: 2 },
      }),
    ])
    expect(events).toEqual([
      expect.objectContaining({
        type: 'EXCEPTION_OPENED',
        exceptionId: id,
        exceptionKind: 'STOCK_SHORTAGE',
        exceptionStatus: 'OPEN',
        queues: ['stock'],
        sequence: 4,
      }),
    ])
  })

  test('twice with the same facts, and one case waits', () => {
    const draft = draftOf([known()])
    expect(openCase(draft, shortage)).toBe('case-1')
    expect(draft.untouched).toBe(true)
  })

  test('again with other facts, and the waiting case shows the new ones', () => {
    const draft = draftOf([known()])
    expect(openCase(draft, { ...shortage, evidence: { missing: 5 }, summary: 'Five mugs are missing.' })).toBe('case-1')
    const { after, events } = draft.finish()
    expect(after.exceptions).toHaveLength(1)
    expect(after.exceptions[0]).toMatchObject({
      version: 2,
      summary: 'Five mugs are missing.',
      evidence: { missing: 5 },
    })
    expect(events).toMatchObject([
      {
        type: 'EXCEPTION_UPDATED',
        changes: [{ field: 'summary', before: 'Two mugs are missing.', after: 'Five mugs are missing.' }],
      },
    ])
  })

  test('about two things of one order, and two cases wait', () => {
    const draft = draftOf([known()])
    const id = openCase(draft, { ...shortage, subject: 'shipment:s1', shipmentId: 's1' })
    expect(id).not.toBe('case-1')
    expect(draft.finish().after.exceptions).toHaveLength(2)
  })
})

describe('after a person resolved a case', () => {
  const settled = known({ ...resolved, reasonCode: 'ACCEPTED', resolution: 'We wait for Tuesday.' })

  test('the same facts do not open it again', () => {
    const draft = draftOf([settled])
    expect(openCase(draft, shortage)).toBe('case-1')
    expect(draft.untouched).toBe(true)
  })

  test('other facts open a new one', () => {
    const draft = draftOf([settled])
    expect(openCase(draft, { ...shortage, evidence: { missing: 3 } })).not.toBe('case-1')
    expect(draft.finish().after.exceptions).toHaveLength(2)
  })

  test('the same facts open a new one when others were there in between', () => {
    const between = known({ ...resolved, id: 'case-2', openedAt: '2026-11-22T12:00:00.000Z', fingerprint: 'other' })
    const draft = draftOf([between, settled])
    openCase(draft, shortage)
    expect(draft.finish().after.exceptions).toHaveLength(3)
  })
})

test('after a rule closed a case, the same facts open a new one', () => {
  const draft = draftOf([known({ ...resolved, resolution: 'Its cause is gone.' })])
  openCase(draft, shortage)
  expect(hasOpenCase(draft, 'STOCK_SHORTAGE')).toBe(true)
  expect(draft.finish().after.exceptions).toHaveLength(2)
})

describe('when its cause is gone', () => {
  test('a case closes by itself, without a reason code', () => {
    const draft = draftOf([known()])
    closeCase(draft, 'STOCK_SHORTAGE')
    const { after, events } = draft.finish()
    expect(after.exceptions[0]).toMatchObject({ status: 'RESOLVED', resolvedAt: now, reasonCode: null, version: 2 })
    expect(events).toMatchObject([{ type: 'EXCEPTION_RESOLVED', exceptionStatus: 'RESOLVED', reasonCode: null }])
  })

  test('nothing happens where no case waits', () => {
    const draft = draftOf([known(resolved)])
    closeCase(draft, 'STOCK_SHORTAGE')
    closeCase(draft, 'ADDRESS_ISSUE')
    closeCase(draft, 'STOCK_SHORTAGE', 'shipment:s1')
    expect(draft.untouched).toBe(true)
  })

  test('a case that a person raised waits for a person, unless the rule answers that too', () => {
    const draft = draftOf([known({ rule: null })])
    closeCase(draft, 'STOCK_SHORTAGE')
    expect(draft.untouched).toBe(true)
    closeCase(draft, 'STOCK_SHORTAGE', undefined, { raised: true, resolution: 'Decided.' })
    expect(draft.finish().after.exceptions[0]).toMatchObject({ status: 'RESOLVED', resolution: 'Decided.' })
  })
})
