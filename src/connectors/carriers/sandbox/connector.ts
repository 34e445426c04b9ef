import { type CarrierConnector, TRACK_LIMIT } from '../port.ts'
import { sandboxCarrierClient } from './client.ts'
import { toAnnouncedParcel, toParcelRequest, toTrackedEvent } from './translate.ts'
import { scanCodes } from './vocabulary.ts'

/** The sandbox: a carrier that behaves as carriers do, on this machine. */
export const sandboxCarrier: CarrierConnector = {
  kind: 'sandbox',
  vocabulary: scanCodes,
  connect(connection) {
    const client = sandboxCarrierClient(connection)
    return {
      announce: async (parcel, signal) => toAnnouncedParcel(await client.announce(toParcelRequest(parcel), signal)),
      async find(reference, signal) {
        const [parcel] = await client.parcels(reference, signal)
        return parcel === undefined ? null : toAnnouncedParcel(parcel)
      },
      async track(numbers, signal) {
        if (numbers.length > TRACK_LIMIT) throw new RangeError(`at most ${TRACK_LIMIT} parcels a call`)
        const parcels = await client.track(numbers, signal)
        return parcels.map(({ number, scans }) => ({ trackingNumber: number, events: scans.map(toTrackedEvent) }))
      },
    }
  },
}
