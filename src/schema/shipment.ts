import type { Origin as OriginWord, ShipmentStatus as ShipmentStatusWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { countOf } from './count.ts'
import { Origin, ShipmentStatus } from './enums.ts'
import { RoutingDecision, type RoutingShape } from './routing.ts'
import { stored } from './stored.ts'
import { visible, visibleOne } from './visibility.ts'

export const Shipment = builder.prismaNode('Shipment', {
  nullable: true,
  id: { field: 'id', description: 'For `node`, and for naming the shipment in a mutation.' },
  select: { id: true },
  findUnique: (id, context) => visibleOne('Shipment', id, context),
  description: 'What one warehouse sends for one order. Its packages carry the labels and the tracking.',
  fields: (t) => ({
    number: t.exposeString('number', { description: 'The order\'s number and a count: "CD-1000042-7-1".' }),
    version: t.exposeInt('version', { description: 'Grows with every change. Send it as `ifVersion`.' }),
    origin: t.field({
      type: Origin,
      description: 'CHANNEL: shipped in the channel itself, and only recorded here.',
      select: { origin: true },
      resolve: ({ origin }) => origin as OriginWord,
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    order: t.relation('order', { nullable: true }),
    warehouse: t.relation('warehouse', {
      nullable: true,
      description: 'Null where the channel shipped it from a place that we do not know.',
    }),
    status: t.field({
      type: ShipmentStatus,
      select: { status: true },
      resolve: ({ status }) => status as ShipmentStatusWord,
    }),
    lines: t.relation('lines', { description: 'What it takes of which line.' }),
    carrier: t.exposeString('carrier', { nullable: true, description: 'Null until it is known.' }),
    service: t.exposeString('service', {
      nullable: true,
      description: "The carrier's service. Null until it is known.",
    }),
    packages: t.relation('packages', {
      description: 'Empty until it is packed; at most 100.',
      query: { orderBy: { reference: 'asc' } },
    }),
    shipBy: t.expose('shipBy', {
      type: 'DateTime',
      nullable: true,
      description: 'The latest dispatch that keeps the promise. Null where nothing was promised.',
    }),
    estimatedDelivery: t.expose('estimatedDelivery', {
      type: 'DateTime',
      nullable: true,
      description: 'What the carrier last said. Null until it says something.',
    }),
    shippedAt: t.expose('shippedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the carrier got it. Null before.',
    }),
    deliveredAt: t.expose('deliveredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When all of it had arrived. Null before.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was planned.' }),
    routing: t.field({
      type: RoutingDecision,
      nullable: true,
      description: 'Why this warehouse and this service, and why not the others. Null where the channel shipped it.',
      select: { routing: true },
      resolve: ({ routing }) => stored<RoutingShape | null>(routing),
    }),
  }),
})

builder.prismaObject('ShipmentLine', {
  fields: (t) => ({
    orderLine: t.relation('orderLine', { nullable: true }),
    quantity: t.exposeInt('quantity', { description: 'Units of the line in this shipment.' }),
  }),
})

export const ShipmentConnection = builder.connectionObject({
  type: Shipment,
  name: 'ShipmentConnection',
  fields: (t) => ({
    totalCount: t.int({
      nullable: true,
      description: 'How many there are over all pages, 100,000 at most; counted only when you ask.',
      resolve: async (page) => (await countOf(page))?.total ?? null,
    }),
  }),
})

builder.prismaObjectFields('Order', (t) => ({
  shipments: t.relation('shipments', {
    nullable: true,
    description: 'Everything that was planned or sent for it, cancelled ones too; at most 100.',
    query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
  }),
}))

builder.prismaNode('PickList', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('PickList', id, context),
  description: 'What one round through a warehouse collects.',
  fields: (t) => ({
    number: t.exposeString('number'),
    warehouse: t.relation('warehouse', { nullable: true }),
    shipments: t.relation('shipments', {
      description: 'Those that you see; at most 100.',
      query: (_args, context) => ({ where: visible('Shipment', context), orderBy: { number: 'asc' } }),
    }),
    pdfUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Null until documents are printed by Crossdock.',
      resolve: () => null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
})
