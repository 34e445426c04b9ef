import type { Problem } from '#domain/problems'
import { builder } from './builder.ts'
import { UserErrorCode } from './enums.ts'
import { Order } from './order.ts'
import { plannedQuery } from './planned-query.ts'
import { Shipment } from './shipment.ts'
import { StockItem } from './stock-item.ts'
import { visible, visibleOne } from './visibility.ts'

// Answers of mutations are plain ids, stored as they are under an idempotency key; the object types read what they name.

export const UserError = builder.objectRef<Problem>('UserError').implement({
  description: 'Why a business rule refused. Nothing of what was refused was written.',
  fields: (t) => ({
    code: t.expose('code', { type: UserErrorCode, description: 'Stable; one list for the whole API.' }),
    message: t.exposeString('message', { description: 'For a person: what happened, to what, and what to do.' }),
    field: t.stringList({
      nullable: true,
      description:
        'Path into the arguments, list indexes included: ["orders", "3", "lines", "0", "sku"]. Null when no argument is to blame.',
      resolve: (error) => error.field ?? null,
    }),
    details: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What the rule saw: limits, the current version, candidates. Null when there is nothing to add.',
      resolve: (error) => error.details ?? null,
    }),
  }),
})

export interface Payload {
  userErrors: Problem[]
}

const userErrors = 'Why nothing was done; empty when it was.'

export interface OrderPayloadShape extends Payload {
  orderId?: string | null
  parked?: boolean
}

export const OrderPayload = builder.objectRef<OrderPayloadShape>('OrderPayload').implement({
  fields: (t) => ({
    order: t.field({
      type: Order,
      nullable: true,
      description: 'The order as it is now, after a refusal too. Null when there is none.',
      resolve: ({ orderId }, _, context, info) =>
        orderId
          ? context.handle.prisma.order.findUnique({
              ...plannedQuery(context, info),
              where: visibleOne('Order', orderId, context),
            })
          : null,
    }),
    parked: t.boolean({
      description: 'True when the order is not here yet: what the channel said is kept and applied when it arrives.',
      resolve: ({ parked }) => parked ?? false,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})

export interface ShipmentPayloadShape extends Payload {
  shipmentId?: string | null
  /** Where it may be more than the one. */
  shipmentIds?: string[]
}

export const ShipmentPayload = builder.objectRef<ShipmentPayloadShape>('ShipmentPayload').implement({
  fields: (t) => ({
    shipment: t.field({
      type: Shipment,
      nullable: true,
      description: 'The shipment as it is now, after a refusal too; the latest where the call reached several.',
      resolve: ({ shipmentId }, _, context, info) =>
        shipmentId
          ? context.handle.prisma.shipment.findUnique({
              ...plannedQuery(context, info),
              where: visibleOne('Shipment', shipmentId, context),
            })
          : null,
    }),
    shipments: t.prismaField({
      type: ['Shipment'],
      description:
        'All that the call reached: more than one where recordTracking was given a tracking number of several.',
      resolve: (query, { shipmentId, shipmentIds }, _, context) => {
        const ids = shipmentIds ?? (shipmentId ? [shipmentId] : [])
        return context.handle.prisma.shipment.findMany({
          ...query,
          where: { id: { in: ids }, ...visible('Shipment', context) },
          orderBy: { id: 'desc' },
        })
      },
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})

export interface PickListPayloadShape extends Payload {
  pickListId?: string | null
}

export const PickListPayload = builder.objectRef<PickListPayloadShape>('PickListPayload').implement({
  fields: (t) => ({
    pickList: t.prismaField({
      type: 'PickList',
      nullable: true,
      description: 'Null after a refusal: no list was made, and nothing is being picked.',
      resolve: (query, { pickListId }, _, context) =>
        pickListId
          ? context.handle.prisma.pickList.findUnique({ ...query, where: visibleOne('PickList', pickListId, context) })
          : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})

export interface ChannelPayloadShape extends Payload {
  channelId?: string | null
}

export const ChannelPayload = builder.objectRef<ChannelPayloadShape>('ChannelPayload').implement({
  fields: (t) => ({
    channel: t.prismaField({
      type: 'Channel',
      nullable: true,
      resolve: (query, { channelId }, _, context) =>
        channelId
          ? context.handle.prisma.channel.findUnique({ ...query, where: visibleOne('Channel', channelId, context) })
          : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})

export interface WarehousePayloadShape extends Payload {
  warehouseId?: string | null
}

export const WarehousePayload = builder.objectRef<WarehousePayloadShape>('WarehousePayload').implement({
  fields: (t) => ({
    warehouse: t.prismaField({
      type: 'Warehouse',
      nullable: true,
      resolve: (query, { warehouseId }, _, { handle }) =>
        warehouseId ? handle.prisma.warehouse.findUnique({ ...query, where: { id: warehouseId } }) : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})

export interface StockItemPayloadShape extends Payload {
  stockItemId?: string | null
}

export const StockItemPayload = builder.objectRef<StockItemPayloadShape>('StockItemPayload').implement({
  fields: (t) => ({
    stockItem: t.field({
      type: StockItem,
      nullable: true,
      resolve: ({ stockItemId }, _, context, info) =>
        stockItemId
          ? context.handle.prisma.stockItem.findUnique({ ...plannedQuery(context, info), where: { id: stockItemId } })
          : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})

export interface ExceptionPayloadShape extends Payload {
  exceptionId?: string | null
}

export const ExceptionPayload = builder.objectRef<ExceptionPayloadShape>('ExceptionPayload').implement({
  fields: (t) => ({
    exceptionCase: t.prismaField({
      type: 'ExceptionCase',
      nullable: true,
      resolve: (query, { exceptionId }, _, context) =>
        exceptionId
          ? context.handle.prisma.exceptionCase.findUnique({
              ...query,
              where: visibleOne('ExceptionCase', exceptionId, context),
            })
          : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: userErrors }),
  }),
})
