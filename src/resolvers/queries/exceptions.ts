import { builder } from '#schema/builder'
import type { Context } from '#schema/context'
import { ExceptionKind, ExceptionStatus } from '#schema/enums'
import { ExceptionCase, ExceptionCaseConnection } from '#schema/exception-case'
import { rowId } from '#schema/global-id'
import { cursorColumns, keysetPage, type Sort } from '#schema/keyset'
import { requireShortLists, storedNumbers } from '#schema/order-filter'
import { pagePaths, plannedQuery } from '#schema/planned-query'
import { visible } from '#schema/visibility'

const COUNT_LIMIT = 100_000

const ExceptionFilter = builder.inputType('ExceptionFilter', {
  description: 'All that is given must hold. In a list any entry will do; each list has at most 100 entries.',
  fields: (t) => ({
    statuses: t.field({ type: [ExceptionStatus] }),
    kinds: t.field({ type: [ExceptionKind] }),
    queues: t.stringList(),
    ownerIds: t.idList({ description: 'Ids of actors.' }),
    unassigned: t.boolean({ description: 'True: nobody took it. False: somebody did.' }),
    breached: t.boolean({ description: 'True: its deadline passed before it was settled. False: it did not.' }),
    orderNumbers: t.stringList(),
  }),
})

const sorts = {
  DUE_AT_ASC: { name: 'DUE_AT_ASC', column: 'dueAt', type: 'instant', direction: 'asc', ids: 'asc', nullable: true },
  OPENED_AT_DESC: { name: 'OPENED_AT_DESC', column: 'openedAt', type: 'instant', direction: 'desc', ids: 'desc' },
  // 1 is the worst.
  SEVERITY_DESC: { name: 'SEVERITY_DESC', column: 'severity', type: 'integer', direction: 'asc', ids: 'asc' },
} as const satisfies Record<string, Sort>

const ExceptionSort = builder.enumType('ExceptionSort', {
  values: {
    DUE_AT_ASC: { description: 'What must be settled first; those without a deadline come last.' },
    OPENED_AT_DESC: { description: 'Latest first.' },
    SEVERITY_DESC: { description: 'The worst first.' },
  },
})

/**
 * Late or in time; what the SLA clock has not marked yet is late all the same, and what has no deadline never is. Both are said as ranges
 * of `dueAt`, no NOT around them, and without `resolvedAt` where only unresolved cases are requested: so an index of them answers alone.
 */
function lateness({ breached, statuses }: typeof ExceptionFilter.$inferInput, now: string) {
  const settledToo = statuses?.includes('RESOLVED') ?? true
  return breached
    ? { OR: [{ breachedAt: { not: null } }, { ...(settledToo ? { resolvedAt: null } : {}), dueAt: { lt: now } }] }
    : {
        breachedAt: null,
        OR: [{ dueAt: null }, { dueAt: { gte: now } }, ...(settledToo ? [{ resolvedAt: { not: null } }] : [])],
      }
}

function exceptionsWhere(filter: typeof ExceptionFilter.$inferInput | null | undefined, context: Context) {
  requireShortLists(filter ?? {})
  const numbers = filter?.orderNumbers ? storedNumbers(filter.orderNumbers) : undefined
  return {
    AND: [
      visible('ExceptionCase', context),
      filter?.statuses ? { status: { in: [...filter.statuses] } } : {},
      filter?.kinds ? { kind: { in: [...filter.kinds] } } : {},
      filter?.queues ? { queue: { in: filter.queues } } : {},
      filter?.ownerIds ? { ownerId: { in: filter.ownerIds.flatMap((id) => rowId(id, 'Actor') ?? []) } } : {},
      filter?.unassigned === true ? { ownerId: null } : filter?.unassigned === false ? { ownerId: { not: null } } : {},
      filter?.breached === undefined || filter.breached === null ? {} : lateness(filter, context.now()),
      numbers ? { order: { number: { in: numbers } } } : {},
    ],
  }
}

builder.queryField('exceptions', (t) =>
  t.connection(
    {
      type: ExceptionCase,
      nullable: true,
      authScopes: { scope: 'orders:read' },
      description: 'What people have to look at, and had, a page at a time.',
      args: {
        filter: t.arg({ type: ExceptionFilter, description: 'Without it all are listed, settled ones too.' }),
        sort: t.arg({ type: ExceptionSort, required: true, defaultValue: 'DUE_AT_ASC' }),
      },
      resolve: async (_root, { filter, sort, ...args }, context, info) => {
        const { exceptionCase } = context.handle.prisma
        const where = exceptionsWhere(filter, context)
        const by = sorts[sort as keyof typeof sorts]
        const query = plannedQuery(context, info, { select: cursorColumns(by), paths: pagePaths })
        const page = await keysetPage(by, args, ({ where: bounds, ...rest }) =>
          exceptionCase.findMany({ ...query, ...rest, where: { AND: [where, bounds] } }),
        )
        const count = async () => ({ total: await exceptionCase.count({ where, take: COUNT_LIMIT }), exact: true })
        return { ...page, count }
      },
    },
    ExceptionCaseConnection,
  ),
)
