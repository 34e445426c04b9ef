import { beforeAll, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { freshId } from '../support/seed.ts'

const api = await startApi()
const now = '2026-11-23T10:00:00.000Z'
const [past, future] = ['2026-11-20T10:00:00.000Z', '2026-11-25T10:00:00.000Z']
const owner = freshId()

interface Case {
  id: string
  status: string
  queue: string
  ownerId: string | null
  dueAt: string | null
  breachedAt: string | null
  summary: string
}
const cases: Case[] = []

beforeAll(async () => {
  api.clock.now = now
  await api.store.prisma.principal.create({ data: { id: owner, name: 'Grace', kind: 'USER', role: 'operator' } })
  for (const status of ['OPEN', 'IN_PROGRESS', 'RESOLVED']) {
    for (const dueAt of [null, past, now, future]) {
      for (const breachedAt of [null, past]) {
        for (const ownerId of [null, owner]) {
          const n = cases.length
          const queue = n % 3 === 0 ? 'payments' : 'orders'
          cases.push({ id: freshId(), status, queue, ownerId, dueAt, breachedAt, summary: `case ${n}` })
        }
      }
    }
  }
  await api.store.prisma.exceptionCase.createMany({
    data: cases.map((row, n) => ({
      ...row,
      version: 1,
      kind: n % 2 === 0 ? 'MANUAL' : 'PAYMENT_ISSUE',
      severity: 1 + (n % 3),
      subject: `case:${n}`,
      openedAt: new Date(Date.parse(past) + (n % 5) * 60_000),
      updatedAt: now,
      resolvedAt: row.status === 'RESOLVED' ? now : null,
    })),
  })
})

const isLate = ({ status, dueAt, breachedAt }: Case) =>
  breachedAt !== null || (status !== 'RESOLVED' && dueAt !== null && dueAt < now)

const filters: Record<string, (row: Case) => boolean> = {
  'breached: true': isLate,
  'breached: false': (row) => !isLate(row),
  'breached: true, unassigned: true': (row) => isLate(row) && row.ownerId === null,
  'breached: false, unassigned: false': (row) => !isLate(row) && row.ownerId !== null,
  'breached: false, queues: ["payments"]': (row) => !isLate(row) && row.queue === 'payments',
  'unassigned: true': (row) => row.ownerId === null,
}
const statuses = [undefined, ['OPEN'], ['OPEN', 'IN_PROGRESS'], ['RESOLVED'], ['IN_PROGRESS', 'RESOLVED'], []]

test.each(['DUE_AT_ASC', 'OPENED_AT_DESC', 'SEVERITY_DESC'])(
  'late and in time part the cases of any statuses between them, over pages from both ends and in the total, by %s',
  async (sort) => {
    for (const asked of statuses) {
      for (const [words, fits] of Object.entries(filters)) {
        const filter = `{${words}${asked === undefined ? '' : `, statuses: [${asked.join(', ')}]`}}`
        const wanted = cases.filter((row) => fits(row) && (asked === undefined || asked.includes(row.status)))
        const [forwards, total] = await walk(filter, sort, 'first')
        const [backwards] = await walk(filter, sort, 'last')
        expect([...forwards].sort(), filter).toEqual(wanted.map(({ summary }) => summary).sort())
        expect(backwards, filter).toEqual(forwards)
        expect(total, filter).toBe(wanted.length)
      }
    }
  },
)

async function walk(filter: string, sort: string, end: 'first' | 'last'): Promise<[string[], number]> {
  const seen: string[] = []
  for (let from = ''; ; ) {
    const { exceptions } = await api.ask(
      `{ exceptions(filter: ${filter}, sort: ${sort}, ${end}: 5${from}) { totalCount nodes { summary }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    )
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = exceptions.pageInfo
    const page = exceptions.nodes.map(({ summary }: { summary: string }) => summary)
    seen[end === 'first' ? 'push' : 'unshift'](...page)
    if (!(end === 'first' ? hasNextPage : hasPreviousPage)) return [seen, exceptions.totalCount]
    from = end === 'first' ? `, after: "${endCursor}"` : `, before: "${startCursor}"`
  }
}

test('the field says of an unresolved case what the filter says', async () => {
  for (const breached of [true, false]) {
    const { exceptions } = await api.ask(
      `{ exceptions(filter: {breached: ${breached}, statuses: [OPEN, IN_PROGRESS]}, first: 100) { nodes { breached } } }`,
    )
    expect(exceptions.nodes.length).toBeGreaterThan(0)
    expect(new Set(exceptions.nodes.map((node: { breached: boolean }) => node.breached))).toEqual(new Set([breached]))
  }
})
