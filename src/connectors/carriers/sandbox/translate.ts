import type { AnnouncedParcel, ParcelToSend, TrackedEvent } from '../port.ts'
import { scanCodes } from './vocabulary.ts'
import type { ParcelRequest, SandboxParcel, SandboxScan } from './wire-schema.ts'

export const toTrackedEvent = (scan: SandboxScan): TrackedEvent => ({
  status: scanCodes[scan.code] ?? 'UNKNOWN',
  carrierStatus: scan.code,
  occurredAt: scan.at,
  location: scan.place,
  description: scan.text,
  reference: scan.id,
})

export const toAnnouncedParcel = ({ number, url }: SandboxParcel): AnnouncedParcel => ({
  trackingNumber: number,
  trackingUrl: url,
})

export const toParcelRequest = (parcel: ParcelToSend): ParcelRequest => ({
  reference: parcel.reference,
  service: parcel.service,
  grams: parcel.weightGrams,
  postal_code: parcel.postcode,
  country: parcel.country,
})
