import type { Problem } from '#domain/problems'
import { builder } from './builder.ts'
import { type Payload, UserError } from './payloads.ts'

export interface StockChangeResultShape {
  index: number
  stockItemId: string | null
  warehouseId: string | null
  userErrors: Problem[]
}

export interface StockChangesPayloadShape extends Payload {
  results: StockChangeResultShape[]
}

const StockChangeResult = builder.objectRef<StockChangeResultShape>('StockChangeResult').implement({
  description: 'What became of one line of a stock call.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place in the call, from 0.' }),
    level: t.prismaField({
      type: 'StockLevel',
      nullable: true,
      description:
        'The level as it is now, after a refusal too. Null where the SKU or the warehouse is unknown, or nothing ever moved.',
      resolve: (query, { stockItemId, warehouseId }, _, { handle }) =>
        stockItemId === null || warehouseId === null
          ? null
          : handle.prisma.stockLevel.findUnique({
              ...query,
              where: { stockItemId_warehouseId: { stockItemId, warehouseId } },
            }),
    }),
    userErrors: t.expose('userErrors', {
      type: [UserError],
      description: 'Why this line was refused; empty when it was not.',
    }),
  }),
})

export const StockChangesPayload = builder.objectRef<StockChangesPayloadShape>('StockChangesPayload').implement({
  fields: (t) => ({
    results: t.expose('results', {
      type: [StockChangeResult],
      description:
        'One a line of the call, in its order. Empty where the call was refused as a whole before its lines were read.',
    }),
    userErrors: t.expose('userErrors', {
      type: [UserError],
      description: 'Why nothing was written. Empty when something was, or nothing had to be.',
    }),
  }),
})
