import type { Actor as ActorShape } from '#domain/moment'
import type { StockState as StockStateWord } from '#domain/vocabulary'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { listArgs } from './connection-args.ts'
import type { Context } from './context.ts'
import { countOf } from './count.ts'
import { StockState } from './enums.ts'
import { batched } from './loader.ts'
import { stored } from './stored.ts'
import { visible, visibleOne } from './visibility.ts'

export const StockItem = builder.prismaNode('StockItem', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('StockItem', id, context),
  select: { id: true },
  description: 'Something that is kept in stock, by its SKU.',
  fields: (t) => ({
    sku: t.exposeString('sku'),
    name: t.exposeString('name', { nullable: true }),
    barcode: t.exposeString('barcode', { nullable: true, description: 'EAN, UPC or another code on the product.' }),
    weightGrams: t.exposeInt('weightGrams', { nullable: true, description: 'Grams. Null where nobody weighed it.' }),
    lengthMm: t.exposeInt('lengthMm', { nullable: true, description: 'Millimetres.' }),
    widthMm: t.exposeInt('widthMm', { nullable: true, description: 'Millimetres.' }),
    heightMm: t.exposeInt('heightMm', { nullable: true, description: 'Millimetres.' }),
    hsCode: t.exposeString('hsCode', { nullable: true, description: 'Customs tariff number.' }),
    originCountry: t.field({
      type: 'CountryCode',
      nullable: true,
      description: 'Where it was made, for customs.',
      select: { originCountry: true },
      resolve: ({ originCountry }) => originCountry,
    }),
    safetyStock: t.exposeInt('safetyStock', {
      description: 'Units that are never offered for sale. A policy for selling: releasing an order may use them.',
    }),
    levels: t.relation('levels', {
      description: 'What is there, one a warehouse.',
      query: { orderBy: { warehouse: { key: 'asc' } } },
    }),
    movements: t.relatedConnection(
      'movements',
      {
        ...listArgs,
        nullable: true,
        description: 'Every change of its balances, latest first. Balances always equal the sum of the movements.',
        query: { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }] },
      },
      { name: 'StockMovementConnection' },
      { name: 'StockMovementEdge' },
    ),
  }),
})

export const StockItemConnection = builder.connectionObject({
  type: StockItem,
  name: 'StockItemConnection',
  fields: (t) => ({
    totalCount: t.int({
      nullable: true,
      description: 'How many there are over all pages, 100,000 at most; counted only when you ask.',
      resolve: async (page) => (await countOf(page))?.total ?? null,
    }),
  }),
})

export const StockLevel = builder.prismaNode('StockLevel', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('StockLevel', id, context),
  description: 'What is there of one SKU in one warehouse, by state.',
  fields: (t) => ({
    sku: t.string({ select: { stockItem: { select: { sku: true } } }, resolve: ({ stockItem }) => stockItem.sku }),
    stockItem: t.relation('stockItem', { nullable: true }),
    warehouse: t.relation('warehouse', { nullable: true }),
    version: t.exposeInt('version', { description: 'Grows with every movement. Send it as `ifVersion`.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    onHand: t.int({
      description: 'Units in the building: available + committed + picked + put away + damaged + quality control.',
      resolve: (level) =>
        level.available + level.committed + level.picked + level.putAway + level.damaged + level.qualityControl,
    }),
    available: t.exposeInt('available', { description: 'Free to be committed to an order.' }),
    committed: t.exposeInt('committed', { description: 'Allocated to planned shipments.' }),
    picked: t.exposeInt('picked', { description: 'Off the shelf, for shipments that have not left.' }),
    putAway: t.exposeInt('putAway', { description: 'Came back and waits to be put on the shelf.' }),
    damaged: t.exposeInt('damaged'),
    qualityControl: t.exposeInt('qualityControl', { description: 'Waits for somebody to look at it.' }),
    inTransit: t.exposeInt('inTransit', { description: 'Between two warehouses.' }),
    incoming: t.exposeInt('incoming', { description: 'Ordered from a supplier, not here yet.' }),
    safetyStock: t.int({
      description: 'Units of the item that are never offered for sale, over all warehouses together.',
      select: { stockItem: { select: { safetyStock: true } } },
      resolve: ({ stockItem }) => stockItem.safetyStock,
    }),
  }),
})

const own = batched<string, boolean>(async (ids, context) => {
  const where = { id: { in: [...ids] }, ...visible('Order', context) }
  const found = new Set(
    (await context.handle.prisma.order.findMany({ where, select: { id: true } })).map(({ id }) => id),
  )
  return ids.map((id) => found.has(id))
})

/** Whether units moved for an order that is not there for this connector. */
const isOthers = async (orderId: string | null, context: Context): Promise<boolean> =>
  orderId !== null && context.viewer.channelKey !== null && !(await own(context, orderId))

builder.prismaNode('StockMovement', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('StockMovement', id, context),
  description: 'Units that went from one state to another. Never changed: a mistake is put right by another movement.',
  fields: (t) => ({
    sku: t.string({ select: { stockItem: { select: { sku: true } } }, resolve: ({ stockItem }) => stockItem.sku }),
    warehouse: t.relation('warehouse', { nullable: true }),
    fromState: t.field({
      type: StockState,
      nullable: true,
      description: 'Null: the units came into the building, or were found.',
      resolve: ({ fromState }) => fromState as StockStateWord | null,
    }),
    toState: t.field({
      type: StockState,
      nullable: true,
      description: 'Null: the units left, or were written off.',
      resolve: ({ toState }) => toState as StockStateWord | null,
    }),
    quantity: t.exposeInt('quantity', { description: 'Units, always positive.' }),
    reason: t.exposeString('reason', { description: 'A reason code, or the mutation that moved them.' }),
    reference: t.string({
      nullable: true,
      description: "A shipment, a delivery note, a count. Null for a connector where it is another channel's.",
      resolve: async ({ reference, orderId }, _, context) => ((await isOthers(orderId, context)) ? null : reference),
    }),
    actor: t.field({
      type: Actor,
      nullable: true,
      description: "Null for a connector where it moved for another channel's order.",
      resolve: async ({ actor, orderId }, _, context) =>
        (await isOthers(orderId, context)) ? null : stored<ActorShape>(actor),
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
  }),
})
