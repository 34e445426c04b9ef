import { z } from 'zod'

// What the sandbox carrier says over HTTP, in its own words.

const parcel = z.object({ number: z.string(), reference: z.string(), url: z.string() })

const scan = z.object({
  id: z.string(),
  code: z.string(),
  at: z.string(),
  place: z.string().nullable(),
  text: z.string(),
})

export const announced = z.object({ parcel })
export const parcelsFound = z.object({ parcels: z.array(parcel) })
export const tracked = z.object({ parcels: z.array(z.object({ number: z.string(), scans: z.array(scan) })) })

export type SandboxParcel = z.infer<typeof parcel>
export type SandboxScan = z.infer<typeof scan>
export interface ParcelRequest {
  reference: string
  service: string | null
  grams: number | null
  postal_code: string | null
  country: string | null
}
