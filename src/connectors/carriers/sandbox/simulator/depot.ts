import { seededRandom } from '../../../seeded-random.ts'
import type { ParcelRequest, SandboxParcel, SandboxScan } from '../wire-schema.ts'

/** Parcels that the depot remembers; the oldest are forgotten first. */
export const REMEMBERED_PARCELS = 5_000

export interface DepotOptions {
  seed: string
  /** From one scan to the next: hours in life, seconds here. */
  stepMs: number
}

/** All that a depot is, as JSON. Scans are not in it: they follow from a parcel's number and when it was announced. */
export interface DepotState {
  parcels: { parcel: SandboxParcel; announcedAt: number }[]
}

/** A carrier's depot. A parcel's scans appear as time passes, up to the time that the asker names. */
export interface Depot {
  announce(request: ParcelRequest, nowMs: number): SandboxParcel
  find(reference: string): SandboxParcel[]
  track(numbers: string[], nowMs: number): { number: string; scans: SandboxScan[] }[]
  state(): DepotState
}

/** What becomes of a parcel, scan by scan. Most arrive. */
const journeys: readonly { weight: number; value: readonly string[] }[] = [
  { weight: 80, value: ['PRE', 'COL', 'HUB', 'OFD', 'DEL'] },
  { weight: 6, value: ['PRE', 'COL', 'HUB', 'OFD', 'ATT', 'OFD', 'DEL'] },
  { weight: 4, value: ['PRE', 'COL', 'HUB', 'DLY', 'HUB', 'OFD', 'DEL'] },
  { weight: 4, value: ['PRE', 'COL', 'HUB', 'CPT', 'DEL'] },
  { weight: 3, value: ['PRE', 'COL', 'XRY', 'HUB', 'OFD', 'DEL'] },
  { weight: 2, value: ['PRE', 'COL', 'HUB', 'OFD', 'ATT', 'RTS', 'RTD'] },
  { weight: 1, value: ['PRE', 'COL', 'HUB', 'LST'] },
]

const places = ['Leeds', 'Bristol', 'Rotterdam', 'Köln', 'Lille'] as const

const texts: Record<string, string> = {
  PRE: 'We know of your parcel',
  COL: 'Collected from the sender',
  HUB: 'At our hub',
  XRY: 'Passed the scanner',
  DLY: 'Delayed',
  OFD: 'Out for delivery',
  ATT: 'Nobody was there',
  CPT: 'Waiting at the shop',
  DEL: 'Delivered',
  RTS: 'On its way back',
  RTD: 'Back at the sender',
  LST: 'We cannot find your parcel',
}

export function openDepot(options: DepotOptions, before?: DepotState): Depot {
  const byNumber = new Map((before?.parcels ?? []).map((each) => [each.parcel.number, each]))
  const byReference = new Map([...byNumber.values()].map((each) => [each.parcel.reference, each.parcel]))
  return {
    announce(request, nowMs) {
      const again = byReference.get(request.reference)
      if (again !== undefined) return again
      const number = `SBX${String(seededRandom(`${options.seed}/${request.reference}`).between(0, 999_999_999)).padStart(9, '0')}${byNumber.size}`
      const parcel = { number, reference: request.reference, url: `https://parcels.example.com/${number}` }
      byNumber.set(number, { parcel, announcedAt: nowMs })
      byReference.set(request.reference, parcel)
      const [oldest] = byNumber.values()
      if (byNumber.size > REMEMBERED_PARCELS && oldest !== undefined) {
        byNumber.delete(oldest.parcel.number)
        byReference.delete(oldest.parcel.reference)
      }
      return parcel
    },
    find(reference) {
      const parcel = byReference.get(reference)
      return parcel === undefined ? [] : [parcel]
    },
    track: (numbers, nowMs) =>
      numbers.flatMap((number) => {
        const each = byNumber.get(number)
        return each === undefined ? [] : [{ number, scans: scansOf(options, number, each.announcedAt, nowMs) }]
      }),
    state: () => ({ parcels: [...byNumber.values()] }),
  }
}

/** The scans so far. Now and then one arrives after the next one, one is there twice, and the list is in no order. */
export function scansOf(
  { seed, stepMs }: DepotOptions,
  number: string,
  announcedAt: number,
  nowMs: number,
): SandboxScan[] {
  const random = seededRandom(`${seed}/${number}`)
  const journey = random.weighted(journeys)
  const shown: SandboxScan[] = []
  journey.forEach((code, step) => {
    const at = announcedAt + Math.round(step * stepMs * (0.8 + random.next() * 0.4))
    const late = step > 1 && step < journey.length - 1 && random.next() < 0.08 ? stepMs * 1.5 : 0
    const twice = random.next() < 0.05
    if (at + late > nowMs) return
    const scan = {
      id: `${number}-${step}`,
      code,
      at: new Date(at).toISOString(),
      place: step === 0 ? null : random.pick(places),
      text: texts[code] ?? code,
    }
    shown.push(scan, ...(twice ? [scan] : []))
  })
  return random.next() < 0.2 ? shown.reverse() : shown
}
