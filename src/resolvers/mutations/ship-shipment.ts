import { shipNeeds, shipShipment } from '#domain/decisions/ship-shipment'
import { builder } from '#schema/builder'
import { ShipmentPayload } from '#schema/payloads'
import { ShipmentKey } from '../inputs/keys.ts'
import { PackageInput, packagesOf } from '../inputs/packages.ts'
import { mutation } from '../mutation.ts'

mutation('shipShipment', {
  description:
    'Hands a packed shipment to its carrier: its stock leaves, and a channel with the stage TRACKING_PUSH is notified. From here on its units are returned, never cancelled.',
  payload: ShipmentPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    shipment: t.field({ type: ShipmentKey, required: true }),
    packages: t.field({
      type: [PackageInput],
      description:
        'What is known only now of the packages (carrier, tracking number, weight), by their reference, or in their order. What they hold was settled when they were packed.',
    }),
    shippedAt: t.field({ type: 'DateTime', description: 'When it left; now where absent, never in the future.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the shipment is not at this version.' }),
  })),
  run: async (args, command) => {
    const { facts, shipmentId } = await command.shipment(args.shipment, shipNeeds, { ifVersion: args.ifVersion })
    const packages = packagesOf(args.packages)
    const shippedAt = args.shippedAt ? new Date(args.shippedAt).toISOString() : null
    const change = shipShipment(facts, { shipmentId, packages, shippedAt }, command.moment)
    return command.commit({ changes: [change] }, { shipmentId })
  },
})
