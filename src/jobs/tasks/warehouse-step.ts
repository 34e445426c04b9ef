import { z } from 'zod'
import type { Client } from '#api-client/client'
import { refusals, type UserError } from '#api-client/documents/answers'
import {
  packShipment,
  type ShipmentInHouse,
  shipmentsInHouse,
  shipShipment,
  startPicking,
} from '#api-client/documents/shipments'
import type { CarrierSession } from '#connectors/carriers/port'
import { type Job, task } from '../job.ts'
import { again, done } from '../outcome.ts'

/** What overtakes a warehouse: the order was cancelled, held or done by somebody else since it was read. */
const overtaken = ['NOT_FOUND', 'INVALID_TRANSITION', 'ALREADY_DONE', 'ORDER_ON_HOLD', 'STALE_VERSION']

/** One round of a sandbox warehouse: what was packed leaves, what was picked is packed, what is planned is picked. */
export const warehouseStepTask = task({
  name: 'warehouse-step',
  payload: z.object({ warehouse: z.string(), carrier: z.string() }),
  async run({ warehouse, carrier }, job) {
    const session = job.carrier(carrier)
    if (session === undefined) return done
    const inStep = async (status: 'PLANNED' | 'PICKING' | 'PACKED') => {
      const { shipments } = await job.api.execute(shipmentsInHouse, { warehouse, status })
      return (shipments?.nodes ?? []).filter(({ order }) => order?.holds?.length === 0)
    }
    // From the last step to the first, so that a shipment goes one step per round and a board shows it.
    for (const { id } of await inStep('PACKED')) {
      expect((await job.api.execute(shipShipment, { id })).shipShipment)
    }
    for (const shipment of await inStep('PICKING')) await pack(shipment, carrier, session, job)
    await pick(await inStep('PLANNED'), job.api)
    return again(job.pace.warehouseMs)
  },
})

async function pick(shipments: ShipmentInHouse[], api: Client): Promise<void> {
  if (shipments.length === 0) return
  const all = shipments.map(({ id }) => ({ id }))
  const [refusal] = refusals((await api.execute(startPicking, { shipments: all })).startPicking)
  if (refusal === undefined) return
  // A pick list is all or nothing, and one of them was overtaken: the others go by themselves.
  for (const { id } of shipments) {
    expect((await api.execute(startPicking, { shipments: [{ id }] })).startPicking)
  }
}

async function pack(
  shipment: ShipmentInHouse,
  carrier: string,
  session: CarrierSession,
  { api, signal }: Job,
): Promise<void> {
  const { id, number, service, order, lines } = shipment
  const weightGrams = lines.reduce(
    (sum, each) => sum + (each.orderLine?.stockItem?.weightGrams ?? 0) * each.quantity,
    0,
  )
  // Asked first, because an announcement whose answer was lost must not buy a second label.
  const parcel =
    (await session.find(number, signal)) ??
    (await session.announce(
      {
        reference: number,
        service,
        weightGrams,
        postcode: order?.shippingAddress?.postcode ?? null,
        country: order?.shippingAddress?.countryCode ?? null,
      },
      signal,
    ))
  const packages = [{ reference: '1', weightGrams, carrier, trackingNumber: parcel.trackingNumber }]
  expect((await api.execute(packShipment, { id, packages })).packShipment)
}

function expect(answer: { userErrors: UserError[] } | null): void {
  const wrong = refusals(answer).find(({ code }) => !overtaken.includes(code))
  if (wrong !== undefined) throw new Error(`${wrong.code}: ${wrong.message}`)
}
