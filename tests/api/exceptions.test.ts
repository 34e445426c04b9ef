import { beforeAll, describe, expect, test } from 'vitest'
import { encodeGlobalId } from '#schema/global-id'
import { startApi } from '../support/api.ts'
import { freshId, seedChannel, seedOrder } from '../support/seed.ts'

const api = await startApi()
let order: { id: string; number: string }
const grace = freshId()

beforeAll(async () => {
  order = await seedOrder(api.store, await seedChannel(api.store, 'shop'))
  await seedChannel(api.store, 'other')
  await api.store.prisma.principal.create({ data: { id: grace, name: 'Grace', kind: 'USER', role: 'operator' } })
})

const fields =
  'id version kind status queue severity dueAt breached summary evidence order { number version } owner { id name } reasonCode resolution'

const raise = async (variables: Record<string, unknown>, asker = {}) =>
  (
    await api.ask(
      `mutation ($kind: ExceptionKind = MANUAL, $summary: String!, $order: OrderKey, $shipment: ShipmentKey, $channel: String, $reference: String, $evidence: JSON) {
        raiseException(kind: $kind, summary: $summary, order: $order, shipment: $shipment, channel: $channel, reference: $reference, evidence: $evidence) {
          exceptionCase { ${fields} } userErrors { code field } } }`,
      variables,
      asker,
    )
  ).raiseException
const one = async (summary: string, more = {}): Promise<string> => (await raise({ summary, ...more })).exceptionCase.id

describe('raiseException', () => {
  test('puts a case into the queue of its kind, with a deadline', async () => {
    api.clock.now = '2026-11-23T10:00:00.000Z'
    const { exceptionCase } = await raise({
      kind: 'FRAUD_REVIEW',
      summary: 'Odd card.',
      channel: 'shop',
      evidence: { score: 9 },
    })
    api.clock.now = null
    expect(exceptionCase).toMatchObject({
      version: 1,
      status: 'OPEN',
      queue: 'fraud',
      severity: 1,
      dueAt: '2026-11-23T12:00:00.000Z',
      evidence: { score: 9 },
      order: null,
      owner: null,
    })
  })

  test('of an order is an event of that order', async () => {
    const { exceptionCase } = await raise({ summary: 'Ring the buyer.', order: { number: order.number } })
    expect(exceptionCase.order.number).toBe(order.number)
    const [snapshot, event] = await api.store.prisma.event.findMany({
      where: { orderId: order.id },
      orderBy: { id: 'asc' },
    })
    // It was stored without events, as an order from before.
    expect(snapshot).toMatchObject({ type: 'ORDER_SNAPSHOT', sequence: 2 })
    expect(event).toMatchObject({
      type: 'EXCEPTION_OPENED',
      sequence: 3,
      exceptionKind: 'MANUAL',
      queues: ['orders'],
      channelKey: 'shop',
    })
  })

  test('with the same reference of a channel is the same case for ever', async () => {
    const given = { kind: 'IMPORT_REJECTED', summary: 'Row 7.', channel: 'shop', reference: 'file:7' }
    const id = await one('Row 7.', given)
    expect(await one('Row 7, said otherwise.', given)).toBe(id)
    await api.ask(
      `mutation ($id: ID!) { resolveExceptions(exceptions: [{ id: $id }], reasonCode: "FIXED", resolution: "Typed in.") { userErrors { code } } }`,
      { id },
    )
    expect((await raise({ ...given })).exceptionCase).toMatchObject({ id, status: 'RESOLVED' })
  })

  test('by many at once is one case', async () => {
    const given = { summary: 'At once.', channel: 'shop', reference: 'at-once' }
    const ids = await Promise.all(Array.from({ length: 12 }, () => one('At once.', given)))
    expect(new Set(ids).size).toBe(1)
  })

  test.each([
    ['an empty summary', { summary: ' ' }, 'INVALID_INPUT', ['summary']],
    [
      'an order that is not there',
      { summary: 'x', order: { reference: { system: 'shop', value: 'nope' } } },
      'NOT_FOUND',
      ['order'],
    ],
    ['a mistyped order number', { summary: 'x', order: { number: 'CD-1000000-A' } }, 'NOT_FOUND', ['order', 'number']],
    ['a shipment that is not there', { summary: 'x', shipment: { trackingNumber: 'nope' } }, 'NOT_FOUND', ['shipment']],
    ['a channel that is not there', { summary: 'x', channel: 'nope' }, 'UNKNOWN_CHANNEL', ['channel']],
    ['a reference without its channel', { summary: 'x', reference: 'r' }, 'INVALID_INPUT', ['channel']],
  ])('%s is refused', async (_, variables, code, field) => {
    expect(await raise(variables)).toEqual({ exceptionCase: null, userErrors: [{ code, field }] })
  })

  test('a connector raises for its own channel, which need not be named, and sees no other', async () => {
    const asker = { role: 'connector', channelKey: 'other' }
    expect((await raise({ summary: 'Mine.', reference: 'm1' }, asker)).userErrors).toEqual([])
    expect((await raise({ summary: 'x', channel: 'shop' }, asker)).userErrors).toEqual([
      { code: 'UNKNOWN_CHANNEL', field: ['channel'] },
    ])
    expect((await raise({ summary: 'x', order: { number: order.number } }, asker)).userErrors).toEqual([
      { code: 'NOT_FOUND', field: ['order'] },
    ])
  })
})

describe('raiseExceptions', () => {
  const raiseAll = async (exceptions: object[]) =>
    (
      await api.ask(
        `mutation ($exceptions: [ExceptionInput!]!) { raiseExceptions(exceptions: $exceptions) {
          results { index outcome exceptionCase { id } userErrors { code field } } userErrors { code field } } }`,
        { exceptions },
      )
    ).raiseExceptions

  test('raises many in one write, each with what became of it', async () => {
    const given = (n: number) => ({
      kind: 'RECONCILIATION_MISMATCH',
      summary: `Row ${n}`,
      channel: 'shop',
      reference: `bulk:${n}`,
    })
    const exceptions = [
      given(1),
      { ...given(2), order: { reference: { system: 'shop', value: `ref-${order.id}` } } },
      given(1),
      { ...given(3), channel: 'no' },
    ]
    const { results, userErrors } = await raiseAll(exceptions)
    expect(userErrors).toEqual([])
    expect(results.map((result: { outcome: string }) => result.outcome)).toEqual([
      'CREATED',
      'CREATED',
      'UNCHANGED',
      'REJECTED',
    ])
    expect(results[3]).toMatchObject({
      index: 3,
      exceptionCase: null,
      userErrors: [{ code: 'UNKNOWN_CHANNEL', field: ['exceptions', '3', 'channel'] }],
    })
    const again = await raiseAll([given(1), given(2)])
    expect(again.results.map((result: { outcome: string }) => result.outcome)).toEqual(['UNCHANGED', 'UNCHANGED'])
  })

  test('takes 500 at once and not one more', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        kind: 'MANUAL',
        summary: 'One of many.',
        channel: 'shop',
        reference: `many:${n}`,
      }))
    expect((await raiseAll(many(500))).results).toHaveLength(500)
    expect(await raiseAll(many(501))).toEqual({
      results: [],
      userErrors: [{ code: 'LIMIT_EXCEEDED', field: ['exceptions'] }],
    })
  })
})

describe('assignExceptions and resolveExceptions', () => {
  const assign = async (exceptions: object[], ownerId: string | null, asker = {}) =>
    (
      await api.ask(
        `mutation ($exceptions: [VersionedId!]!, $ownerId: ID) { assignExceptions(exceptions: $exceptions, ownerId: $ownerId) {
          results { index exceptionCase { ${fields} } userErrors { code field details } } userErrors { code field } } }`,
        { exceptions, ownerId },
        asker,
      )
    ).assignExceptions
  const resolve = async (exceptions: object[], reasonCode = 'FIXED', resolution = 'Done.', asker = {}) =>
    (
      await api.ask(
        `mutation ($exceptions: [VersionedId!]!, $reasonCode: String!, $resolution: String!) {
          resolveExceptions(exceptions: $exceptions, reasonCode: $reasonCode, resolution: $resolution) {
            results { index exceptionCase { ${fields} } userErrors { code field details } } userErrors { code field } } }`,
        { exceptions, reasonCode, resolution },
        asker,
      )
    ).resolveExceptions
  const actor = encodeGlobalId('Actor', grace)

  test('a case is taken, given back and settled, each step an event', async () => {
    const id = await one('Life of a case.')
    const taken = (await assign([{ id, ifVersion: 1 }], actor)).results[0]
    expect(taken.exceptionCase).toMatchObject({
      status: 'IN_PROGRESS',
      version: 2,
      owner: { id: actor, name: 'Grace' },
    })
    expect((await assign([{ id }], null)).results[0].exceptionCase).toMatchObject({
      status: 'OPEN',
      version: 3,
      owner: null,
    })
    const { results } = await resolve([{ id }], 'NO_ACTION', 'It was nothing.')
    expect(results[0].exceptionCase).toMatchObject({
      status: 'RESOLVED',
      version: 4,
      reasonCode: 'NO_ACTION',
      resolution: 'It was nothing.',
    })
    expect((await resolve([{ id }])).results[0].userErrors).toEqual([
      { code: 'ALREADY_DONE', field: ['exceptions', '0', 'id'], details: null },
    ])
  })

  test('a case of an order moves the order on', async () => {
    const id = await one('Two steps.', { order: { number: order.number } })
    const { results } = await resolve([{ id }])
    const { order: seen } = results[0].exceptionCase
    const types = await api.store.prisma.event.findMany({
      where: { orderId: order.id },
      orderBy: { sequence: 'desc' },
      take: 2,
    })
    expect(types.map((event) => [event.type, event.sequence, event.reasonCode])).toEqual([
      ['EXCEPTION_RESOLVED', seen.version, 'FIXED'],
      ['EXCEPTION_OPENED', seen.version - 1, null],
    ])
  })

  test('one that is refused leaves the others alone', async () => {
    const [a, b] = [await one('First.'), await one('Second.')]
    const nobody = encodeGlobalId('ExceptionCase', freshId())
    const { results } = await assign(
      [{ id: a }, { id: b, ifVersion: 7 }, { id: nobody }, { id: 'rubbish' }, { id: a }],
      actor,
    )
    expect(results.map((result: { userErrors: { code: string }[] }) => result.userErrors[0]?.code)).toEqual([
      undefined,
      'STALE_VERSION',
      'NOT_FOUND',
      'NOT_FOUND',
      'INVALID_INPUT',
    ])
    expect(results[1]).toMatchObject({ exceptionCase: { version: 1 }, userErrors: [{ details: { version: 1 } }] })
  })

  test('the whole call is refused for what is wrong with the call', async () => {
    const id = await one('Third.')
    expect((await assign([{ id }], encodeGlobalId('Actor', freshId()))).userErrors).toEqual([
      { code: 'NOT_FOUND', field: ['ownerId'] },
    ])
    expect((await resolve([{ id }], 'because')).userErrors).toEqual([
      { code: 'UNKNOWN_REASON_CODE', field: ['reasonCode'] },
    ])
    expect((await resolve([{ id }], 'FIXED', ' ')).userErrors).toEqual([
      { code: 'INVALID_INPUT', field: ['resolution'] },
    ])
    expect((await resolve(Array(101).fill({ id }))).userErrors).toEqual([
      { code: 'LIMIT_EXCEEDED', field: ['exceptions'] },
    ])
  })

  test("another channel's case is not there for a connector", async () => {
    const id = await one('Not yours.', { channel: 'shop' })
    const { results } = await resolve([{ id }], 'FIXED', 'x', { role: 'connector', channelKey: 'other' })
    expect(results[0]).toMatchObject({ exceptionCase: null, userErrors: [{ code: 'NOT_FOUND' }] })
  })

  test('ten people who take one case at once: one has it in the end, and every step is counted', async () => {
    const id = await one('Wanted.')
    await Promise.all(Array.from({ length: 10 }, (_, n) => assign([{ id }], n % 2 === 0 ? actor : null)))
    const row = await api.store.prisma.exceptionCase.findFirstOrThrow({ where: { summary: 'Wanted.' } })
    const events = await api.store.prisma.event.count({ where: { exceptionId: row.id } })
    expect(events).toBe(row.version)
  })
})

describe('escalateExceptions', () => {
  test('marks what is overdue, once, the longest overdue first', async () => {
    const escalate = async (limit: number) =>
      (await api.ask(`mutation { escalateExceptions(limit: ${limit}) { escalated more userErrors { code field } } }`))
        .escalateExceptions
    api.clock.now = '2020-01-06T09:00:00.000Z'
    await one('Old.')
    await one('Old and of an order.', { order: { number: order.number } })
    api.clock.now = '2020-01-08T09:00:00.000Z'
    expect(await escalate(1)).toEqual({ escalated: 1, more: true, userErrors: [] })
    expect(await escalate(100)).toEqual({ escalated: 1, more: false, userErrors: [] })
    expect(await escalate(100)).toEqual({ escalated: 0, more: false, userErrors: [] })
    api.clock.now = null
    const breached = await api.store.prisma.event.findMany({
      where: { type: 'EXCEPTION_BREACHED' },
      orderBy: { id: 'asc' },
    })
    expect(breached.map((event) => event.orderId)).toEqual([null, order.id])
    expect((await escalate(0)).userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['limit'] }])
    expect((await escalate(501)).userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['limit'] }])
  })
})
