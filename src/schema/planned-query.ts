import { createPlanner } from '#engines/executor'
import { Bounded } from '#store/bounded'
import { accessKey } from './access.ts'
import type { Context } from './context.ts'

export { pagePaths } from '#engines/executor'

/** What resolvers ask the handle's `prisma` for, so that the fields beneath find what they need; and how full the memory for it is. */
export const { plannedQuery, queries: plannedQueries } = createPlanner<Context>({
  cacheOf: (bounds) => new Bounded(bounds),
  accessKey: ({ viewer }) => accessKey(viewer),
})
