// Yoga, Pothos and Prisma over the same tables, as their documentation puts them together.
import { createServer } from 'node:http'
import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import { PrismaPg } from '@prisma/adapter-pg'
import { createYoga } from 'graphql-yoga'
import { PrismaClient } from '../../dist/store/generated/client.js'
import { getDatamodel } from '../../dist/store/generated/pothos.js'

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 16 }) })
const builder = new SchemaBuilder({
  plugins: [PrismaPlugin, RelayPlugin],
  prisma: { client: prisma, dmmf: getDatamodel() },
  relay: {},
})

builder.prismaObject('Customer', {
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true }),
    email: t.exposeString('email', { nullable: true }),
  }),
})
builder.prismaObject('OrderLine', {
  fields: (t) => ({
    sku: t.exposeString('sku', { nullable: true }),
    title: t.exposeString('title'),
    quantity: t.exposeInt('quantity'),
  }),
})
builder.prismaObject('Shipment', {
  fields: (t) => ({ number: t.exposeString('number'), status: t.exposeString('status') }),
})
builder.prismaObject('Warehouse', { fields: (t) => ({ key: t.exposeString('key') }) })
builder.prismaObject('StockLevel', {
  fields: (t) => ({
    available: t.exposeInt('available'),
    committed: t.exposeInt('committed'),
    warehouse: t.relation('warehouse'),
  }),
})
builder.prismaObject('StockItem', {
  fields: (t) => ({
    sku: t.exposeString('sku'),
    levels: t.relation('levels', { query: { orderBy: { warehouse: { key: 'asc' } } } }),
  }),
})
builder.prismaObject('Order', {
  fields: (t) => ({
    number: t.exposeString('number'),
    status: t.exposeString('status'),
    placedAt: t.string({ resolve: ({ placedAt }) => placedAt.toISOString() }),
    customer: t.relation('customer', { nullable: true }),
    lines: t.relation('lines', { query: { orderBy: { position: 'asc' } } }),
    shipments: t.relation('shipments', { query: { orderBy: { id: 'asc' } } }),
  }),
})
builder.queryType({
  fields: (t) => ({
    order: t.prismaField({
      type: 'Order',
      nullable: true,
      args: { number: t.arg.string({ required: true }) },
      resolve: (query, _root, { number }) => prisma.order.findUnique({ ...query, where: { number } }),
    }),
    orders: t.prismaConnection({
      type: 'Order',
      cursor: 'id',
      args: { status: t.arg.string({ required: true }) },
      resolve: (query, _root, { status }) =>
        prisma.order.findMany({ ...query, where: { status }, orderBy: [{ placedAt: 'desc' }, { id: 'asc' }] }),
    }),
    stockItems: t.prismaConnection({
      type: 'StockItem',
      cursor: 'sku',
      resolve: (query) => prisma.stockItem.findMany({ ...query, orderBy: { sku: 'asc' } }),
    }),
  }),
})

createServer(createYoga({ schema: builder.toSchema(), logging: false, graphiql: false })).listen(
  Number(process.env.PORT),
  '127.0.0.1',
)
