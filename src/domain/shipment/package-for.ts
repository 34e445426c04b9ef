import type { Draft } from '../order/draft.ts'
import { problem, Refusal } from '../problems.ts'
import type { PackageRow, ShipmentRow } from '../rows/shipment-rows.ts'
import { packedSku } from './packages.ts'
import { type HouseFacts, shipmentLinesOf } from './shipments.ts'

/**
 * The package that a scan is about: the one with its tracking number; the only one that has none yet, which takes it; the
 * only one, where the scan names none. A shipment that the channel reported gets its package here.
 */
export function packageFor(
  draft: Draft<'shipmentLines' | 'packages' | 'references'>,
  facts: HouseFacts,
  shipment: ShipmentRow,
  trackingNumber: string | null,
  field: string[],
): PackageRow {
  const packages = draft.state.packages.filter((row) => row.shipmentId === shipment.id)
  if (packages.length === 0) return unpacked(draft, facts, shipment, trackingNumber)
  if (trackingNumber === null) {
    if (packages.length === 1) return packages[0]!
    throw new Refusal(
      problem(
        'INVALID_INPUT',
        `Shipment ${shipment.number} has ${packages.length} packages; say by tracking number which one was scanned.`,
        [...field, 'trackingNumber'],
        { packages: packages.map((row) => ({ reference: row.reference, trackingNumber: row.trackingNumber })) },
      ),
    )
  }
  const named = packages.find((row) => row.trackingNumber === trackingNumber)
  if (named !== undefined) return named
  const nameless = packages.filter((row) => row.trackingNumber === null)
  if (nameless.length === 1) {
    draft.patch('packages', nameless[0]!.id, { trackingNumber })
    return draft.state.packages.find((row) => row.id === nameless[0]!.id)!
  }
  throw new Refusal(
    problem(
      'NOT_FOUND',
      `Shipment ${shipment.number} has no package with the tracking number "${trackingNumber}".`,
      [...field, 'trackingNumber'],
      { packages: packages.map((row) => ({ reference: row.reference, trackingNumber: row.trackingNumber })) },
    ),
  )
}

function unpacked(
  draft: Draft<'shipmentLines' | 'packages' | 'references'>,
  facts: HouseFacts,
  shipment: ShipmentRow,
  trackingNumber: string | null,
): PackageRow {
  const row: PackageRow = {
    id: draft.moment.id(),
    orderId: draft.order.id,
    shipmentId: shipment.id,
    reference: '1',
    sscc: null,
    contents: shipmentLinesOf(draft.state, shipment.id).map(({ orderLineId, quantity }) => ({
      shipmentId: shipment.id,
      sku: packedSku(facts, draft.state.lines.find((line) => line.id === orderLineId)!),
      quantity,
      serials: [],
      lots: [],
    })),
    carrier: shipment.carrier,
    trackingNumber,
    trackingUrl: null,
    status: 'UNKNOWN',
    label: { status: 'NONE', url: null, format: null, cost: null },
    weightGrams: null,
    lengthMm: null,
    widthMm: null,
    heightMm: null,
  }
  draft.add('packages', row)
  return row
}
