import type { PackageRow } from '#domain/rows/shipment-rows'
import type { LabelStatus as LabelStatusWord, TrackingStatus as TrackingStatusWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { listArgs } from './connection-args.ts'
import { LabelStatus, TrackingStatus } from './enums.ts'
import { Money, money } from './money.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { stored } from './stored.ts'
import { visibleOne } from './visibility.ts'

const PackageContent = builder.objectRef<PackageRow['contents'][number]>('PackageContent').implement({
  fields: (t) => ({
    shipment: t.prismaField({
      type: 'Shipment',
      nullable: true,
      description: 'Whose units they are: a package may hold units of several shipments.',
      resolve: (query, { shipmentId }, _, context) =>
        context.handle.prisma.shipment.findUnique({ ...query, where: visibleOne('Shipment', shipmentId, context) }),
    }),
    sku: t.exposeString('sku'),
    quantity: t.exposeInt('quantity', { description: 'Units in this package.' }),
    serials: t.exposeStringList('serials', { description: 'Serial numbers, where they were scanned.' }),
    lots: t.exposeStringList('lots', { description: 'Batch numbers, where they were scanned.' }),
  }),
})

const Label = builder.objectRef<PackageRow['label']>('Label').implement({
  fields: (t) => ({
    status: t.field({ type: LabelStatus, resolve: ({ status }) => status as LabelStatusWord }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'Null until it was bought.' }),
    format: t.exposeString('format', { nullable: true, description: 'Such as "PDF" or "ZPL".' }),
    cost: t.field({
      type: Money,
      nullable: true,
      description: 'Null where it was not bought here.',
      resolve: ({ cost }) => (cost === null ? null : money(cost.amount, cost.currencyCode)),
    }),
  }),
})

builder.prismaNode('Package', {
  nullable: true,
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, context) => visibleOne('Package', id, context),
  description: 'One parcel: what is in it, its label and where it is.',
  fields: (t) => ({
    reference: t.exposeString('reference', { description: 'Unique in its shipment.' }),
    sscc: t.exposeString('sscc', {
      nullable: true,
      description: 'Serial shipping container code of GS1. Mostly null.',
    }),
    contents: t.field({
      type: [PackageContent],
      select: { contents: true },
      resolve: ({ contents }) => stored<PackageRow['contents']>(contents),
    }),
    carrier: t.exposeString('carrier', { nullable: true }),
    trackingNumber: t.exposeString('trackingNumber', { nullable: true, description: 'Null until there is a label.' }),
    trackingUrl: t.expose('trackingUrl', {
      type: 'URL',
      nullable: true,
      description: 'Where the buyer can follow it.',
    }),
    status: t.field({
      type: TrackingStatus,
      description: 'What the carrier last reported. UNKNOWN until it reports anything.',
      select: { status: true },
      resolve: ({ status }) => status as TrackingStatusWord,
    }),
    label: t.field({
      type: Label,
      select: { label: true },
      resolve: ({ label }) => stored<PackageRow['label']>(label),
    }),
    weightGrams: t.exposeInt('weightGrams', { nullable: true, description: 'Grams. Null where nobody weighed it.' }),
    lengthMm: t.exposeInt('lengthMm', { nullable: true, description: 'Millimetres. Null where nobody measured it.' }),
    widthMm: t.exposeInt('widthMm', { nullable: true, description: 'Millimetres. Null where nobody measured it.' }),
    heightMm: t.exposeInt('heightMm', { nullable: true, description: 'Millimetres. Null where nobody measured it.' }),
    trackingEvents: t.relatedConnection(
      'trackingEvents',
      {
        ...listArgs,
        nullable: true,
        description: 'What the carrier reported, latest first.',
        query: { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }] },
      },
      { name: 'TrackingEventConnection' },
      { name: 'TrackingEventEdge' },
    ),
  }),
})

builder.prismaObject('TrackingEvent', {
  fields: (t) => ({
    status: t.field({ type: TrackingStatus, resolve: ({ status }) => status as TrackingStatusWord }),
    carrierStatus: t.exposeString('carrierStatus', { nullable: true, description: "The carrier's own word." }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    location: t.string({
      nullable: true,
      description: `Depot or town, where the carrier said; of a delivery often the street. ${NEEDS_CUSTOMERS}`,
      resolve: ({ location }, _, context) => (seesCustomers(context) ? location : null),
    }),
    description: t.string({
      nullable: true,
      description: `What the carrier wrote; it may name people. ${NEEDS_CUSTOMERS}`,
      resolve: ({ description }, _, context) => (seesCustomers(context) ? description : null),
    }),
  }),
})
