import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type CarrierConnection,
  type CarrierConnector,
  type CarrierSession,
  type ParcelToSend,
  TRACK_LIMIT,
} from '#connectors/carriers/port'
import { trackingStatuses } from '#domain/vocabulary'
import { nobody } from './nobody.ts'

/** What a carrier's own test brings. */
export interface CarrierBed {
  connection: CarrierConnection
  /** Time passes; parcels move. The carrier's time then. */
  pass(ms: number): number
  /** The next write arrives, and its answer is lost. */
  loseNextAnswer(): void
  stop(): Promise<void>
}

const parcel = (reference: string): ParcelToSend => ({
  reference,
  service: 'Standard',
  weightGrams: 400,
  postcode: 'M1 1AE',
  country: 'GB',
})

/** What every carrier connector promises. */
export function describeCarrier(connector: CarrierConnector, open: () => Promise<CarrierBed>): void {
  describe(`the carrier connector ${connector.kind}`, () => {
    let bed: CarrierBed
    let session: CarrierSession
    beforeAll(async () => {
      bed = await open()
      session = connector.connect(bed.connection)
    })
    afterAll(() => bed.stop())

    it('says what its codes mean in our words', () => {
      for (const status of Object.values(connector.vocabulary)) expect(trackingStatuses).toContain(status)
    })

    it('announces a parcel and finds it by our reference', async () => {
      expect(await session.find('parcel-1')).toBeNull()
      const announced = await session.announce(parcel('parcel-1'))
      expect(announced.trackingNumber).toMatch(/./)
      expect(await session.find('parcel-1')).toEqual(announced)
    })

    it('leaves no second parcel when the answer to the first announcement is lost', async () => {
      bed.loseNextAnswer()
      await expect(session.announce(parcel('parcel-2'))).rejects.toMatchObject({ failure: 'IN_DOUBT' })
      expect(await session.find('parcel-2')).toMatchObject({ trackingNumber: expect.stringMatching(/./) })
    })

    it('shows what became of parcels, in our words and the code as received', async () => {
      const numbers: string[] = []
      for (let count = 0; count < 20; count++)
        numbers.push((await session.announce(parcel(`many-${count}`))).trackingNumber)
      const now = bed.pass(10 * 60_000)
      const parcels = await session.track(numbers)
      expect(parcels.map(({ trackingNumber }) => trackingNumber).sort()).toEqual([...numbers].sort())
      const events = parcels.flatMap(({ events }) => events)
      expect(events.some(({ status }) => status === 'DELIVERED')).toBe(true)
      for (const { status, carrierStatus, occurredAt } of events) {
        expect(status).toBe(connector.vocabulary[carrierStatus] ?? 'UNKNOWN')
        expect(Date.parse(occurredAt)).toBeLessThanOrEqual(now)
      }
      expect(await session.track(numbers)).toEqual(parcels)
    })

    it('leaves out a number that the carrier does not know, and refuses too many at once', async () => {
      expect(await session.track(['a number of nobody'])).toEqual([])
      const many = Array.from({ length: TRACK_LIMIT + 1 }, (_, index) => `n${index}`)
      await expect(session.track(many)).rejects.toThrow(RangeError)
    })

    it('says that it is not let in, and that nobody is there', async () => {
      await expect(connector.connect({ ...bed.connection, key: 'not the key' }).track(['x'])).rejects.toMatchObject({
        failure: 'NOT_ALLOWED',
      })
      const nowhere = connector.connect({ ...bed.connection, url: await nobody() })
      await expect(nowhere.track(['x'])).rejects.toMatchObject({ failure: 'UNREACHABLE' })
    })
  })
}
