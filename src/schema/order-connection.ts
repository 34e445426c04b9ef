import { builder } from './builder.ts'
import { countOf } from './count.ts'
import { CountPrecision } from './enums.ts'
import { Order } from './order.ts'

export const OrderConnection = builder.connectionObject({
  type: Order,
  name: 'OrderConnection',
  fields: (t) => ({
    totalCount: t.int({
      nullable: true,
      description:
        'How many orders there are over all pages; counted only when you ask. Null in a list under another object.',
      resolve: async (page) => (await countOf(page))?.total ?? null,
    }),
    totalCountPrecision: t.field({
      type: CountPrecision,
      nullable: true,
      description:
        'ESTIMATE: there are at least `totalCount`, and counting on would have cost too much. Null where that is null.',
      resolve: async (page) => {
        const counted = await countOf(page)
        return counted === undefined ? null : counted.exact ? 'EXACT' : 'ESTIMATE'
      },
    }),
  }),
})
