import { among, someAmong, stream } from '#resolvers/stream'
import { builder } from '#schema/builder'
import { storedNumbers } from '#schema/order-filter'

stream('shipmentEvents', {
  description:
    'What happens to shipments, from the plan to the delivery. Movements of their stock are in `stockEvents`.',
  scope: 'orders:read',
  args: builder.args((t) => ({
    warehouses: t.stringList({
      description: 'Only shipments that are or were at one of these warehouses, by key; at most 100.',
    }),
    carriers: t.stringList({ description: 'Only shipments that are or were with one of these carriers; at most 100.' }),
    orderNumbers: t.stringList({ description: 'Only shipments of these orders; at most 100.' }),
  })),
  matches({ warehouses, carriers, orderNumbers }) {
    const ofWarehouse = someAmong(warehouses)
    const ofCarrier = someAmong(carriers)
    const ofOrder = among(orderNumbers && storedNumbers(orderNumbers))
    return (event) =>
      event.shipmentId !== null &&
      event.movementId === null &&
      ofWarehouse(event.warehouseKeys) &&
      ofCarrier(event.carriers) &&
      ofOrder(event.orderNumber)
  },
})
