import { closeCase, openCase } from '../exception/cases.ts'
import type { Draft } from '../order/draft.ts'
import type { PackageRow, ShipmentRow } from '../rows/shipment-rows.ts'
import type { ExceptionKind, TrackingStatus } from '../vocabulary.ts'
import { trackingMeaning } from './fold-tracking.ts'

const RULE = 'tracking'

interface Trouble {
  kind: ExceptionKind
  when: (status: TrackingStatus) => boolean
  summary: (number: string) => string
}

const troubles: readonly Trouble[] = [
  {
    kind: 'DELIVERY_FAILED',
    when: (status) => trackingMeaning[status].shipment === 'DELIVERY_FAILED',
    summary: (number) => `The carrier could not deliver shipment ${number}: agree with the buyer what to do.`,
  },
  {
    kind: 'PARCEL_LOST',
    when: (status) => status === 'LOST',
    summary: (number) => `The carrier lost a parcel of shipment ${number}: claim it, and send again or refund.`,
  },
  {
    kind: 'RETURNED_TO_SENDER',
    when: (status) => status === 'RETURNED_TO_SENDER',
    summary: (number) => `A parcel of shipment ${number} came back undelivered: put the goods away, and ask the buyer.`,
  },
]

/** Opens and closes the cases that the parcels of a shipment give cause for. */
export function raiseDeliveryTrouble(draft: Draft<'packages' | 'exceptions'>, shipment: ShipmentRow): void {
  const packages = draft.state.packages.filter((row) => row.shipmentId === shipment.id)
  const subject = `shipment:${shipment.id}`
  for (const { kind, when, summary } of troubles) {
    const troubled = packages.filter((row) => when(row.status))
    if (troubled.length === 0) closeCase(draft, kind, subject)
    else
      openCase(draft, {
        kind,
        subject,
        summary: summary(shipment.number),
        evidence: evidenceOf(troubled),
        rule: RULE,
        shipmentId: shipment.id,
      })
  }
  const sent = packages.filter((row) => trackingMeaning[row.status].withCarrier)
  if (shipment.status === 'CANCELLED' && sent.length > 0)
    openCase(draft, {
      kind: 'CANCELLED_AFTER_DISPATCH',
      subject,
      summary: `Shipment ${shipment.number} was cancelled, and the carrier has it: stop it, or expect it back.`,
      evidence: evidenceOf(sent),
      rule: RULE,
      shipmentId: shipment.id,
    })
}

const evidenceOf = (packages: PackageRow[]) => ({
  packages: packages.map(({ reference, trackingNumber, status }) => ({ reference, trackingNumber, status })),
})
