import { packNeeds, packShipment } from '#domain/decisions/pack-shipment'
import { PACKAGES_LIMIT } from '#domain/shipment/packages'
import { builder } from '#schema/builder'
import { ShipmentPayload } from '#schema/payloads'
import { ShipmentKey } from '../inputs/keys.ts'
import { PackageInput, packagesOf } from '../inputs/packages.ts'
import { mutation } from '../mutation.ts'

mutation('packShipment', {
  description: `Packs a shipment that is being picked, into at most ${PACKAGES_LIMIT} packages. Their contents add up to the lines of the shipment.`,
  payload: ShipmentPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    shipment: t.field({ type: ShipmentKey, required: true }),
    packages: t.field({ type: [PackageInput], description: 'One package with everything where absent.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the shipment is not at this version.' }),
  })),
  run: async (args, command) => {
    const { facts, shipmentId } = await command.shipment(args.shipment, packNeeds, { ifVersion: args.ifVersion })
    const change = packShipment(facts, { shipmentId, packages: packagesOf(args.packages) }, command.moment)
    return command.commit({ changes: [change] }, { shipmentId })
  },
})
