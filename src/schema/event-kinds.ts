import { builder } from './builder.ts'
import { ExceptionStatus, ShipmentStatus } from './enums.ts'
import { eventNode } from './event.ts'
import { StockLevel } from './stock-item.ts'
import { seesChannel, visibleOne } from './visibility.ts'

export const OrderEvent = eventNode('OrderEvent', 'Something that happened to an order.')
export const ShipmentEvent = eventNode('ShipmentEvent', 'Something that happened to a shipment.')
export const ExceptionEvent = eventNode('ExceptionEvent', 'Something that happened to an exception.')
export const StockEvent = eventNode('StockEvent', 'Units that moved, or an item whose master data changed.')
export const ChannelEvent = eventNode(
  'ChannelEvent',
  'Something about a channel: its settings, or what was sent to it. Other settings too, with a channel that is null.',
)

builder.objectFields(ShipmentEvent, (t) => ({
  shipment: t.prismaField({
    type: 'Shipment',
    nullable: true,
    description: 'The shipment as it is now.',
    resolve: (query, { shipmentId }, _, context) =>
      shipmentId === null
        ? null
        : context.handle.prisma.shipment.findUnique({ ...query, where: visibleOne('Shipment', shipmentId, context) }),
  }),
  shipmentStatus: t.expose('shipmentStatus', {
    type: ShipmentStatus,
    nullable: true,
    description: 'Its status as of this event.',
  }),
}))

builder.objectFields(ExceptionEvent, (t) => ({
  exceptionCase: t.prismaField({
    type: 'ExceptionCase',
    nullable: true,
    description: 'The exception as it is now.',
    resolve: (query, { exceptionId }, _, context) =>
      exceptionId === null
        ? null
        : context.handle.prisma.exceptionCase.findUnique({
            ...query,
            where: visibleOne('ExceptionCase', exceptionId, context),
          }),
  }),
  exceptionStatus: t.expose('exceptionStatus', {
    type: ExceptionStatus,
    nullable: true,
    description: 'Its status as of this event.',
  }),
}))

builder.objectFields(StockEvent, (t) => ({
  sku: t.string({ resolve: ({ sku }) => sku ?? '' }),
  stockItem: t.prismaField({
    type: 'StockItem',
    nullable: true,
    resolve: (query, { sku }, _, { handle }) =>
      sku === null ? null : handle.prisma.stockItem.findUnique({ ...query, where: { sku } }),
  }),
  level: t.field({
    type: StockLevel,
    nullable: true,
    description: 'What was there after this event, not as of now. Null where nothing moved.',
    resolve: (event) => {
      const level = event.type === 'STOCK_MOVED' ? event.data.level : null
      return level ? { ...level, updatedAt: new Date(level.updatedAt) } : null
    },
  }),
  movement: t.prismaField({
    type: 'StockMovement',
    nullable: true,
    description: 'Null where nothing moved.',
    resolve: (query, { movementId }, _, { handle }) =>
      movementId === null ? null : handle.prisma.stockMovement.findUnique({ ...query, where: { id: movementId } }),
  }),
}))

builder.objectFields(ChannelEvent, (t) => ({
  channel: t.prismaField({
    type: 'Channel',
    nullable: true,
    description: 'Null for settings that belong to no channel.',
    resolve: (query, { channelKey }, _, context) =>
      channelKey === null || !seesChannel(channelKey, context)
        ? null
        : context.handle.prisma.channel.findUnique({ ...query, where: { key: channelKey } }),
  }),
}))
