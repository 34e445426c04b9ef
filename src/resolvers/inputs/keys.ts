import { builder } from '#schema/builder'
import { ReferenceKey } from '#schema/order-filter'

export const OrderKey = builder.inputType('OrderKey', {
  description: 'Names an order: by our id, by our number, or by a number that someone else knows it by. Exactly one.',
  isOneOf: true,
  fields: (t) => ({ id: t.id(), number: t.string(), reference: t.field({ type: ReferenceKey }) }),
})

export const ShipmentKey = builder.inputType('ShipmentKey', {
  description: 'Names a shipment: by our id, our number, or the tracking number of one of its packages. Exactly one.',
  isOneOf: true,
  fields: (t) => ({ id: t.id(), number: t.string(), trackingNumber: t.string() }),
})

export const LineKey = builder.inputType('LineKey', {
  description: "Names an order line: by our id, or by the channel's line reference. Exactly one.",
  isOneOf: true,
  fields: (t) => ({ id: t.id(), reference: t.string() }),
})

export const LineQuantityInput = builder.inputType('LineQuantityInput', {
  description: 'So many units of a line.',
  fields: (t) => ({
    line: t.field({ type: LineKey, required: true }),
    quantity: t.int({ required: true, description: 'Units, at least 1.' }),
  }),
})
