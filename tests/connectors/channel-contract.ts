import { coerceInputValue, type GraphQLInputType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelConnection, ChannelConnector, ChannelSession, ShipmentFact } from '#connectors/channels/port'
import type { OrderInput } from '#domain/input/order-input'
import { holdReasons, statusIntents } from '#domain/vocabulary'
import { buildSchema } from '#server/graph'
import { nobody } from './nobody.ts'

/** What a channel's own test brings: its connector, connected to something that behaves like the channel. */
export interface ChannelBed {
  connection: ChannelConnection
  /** Time passes in the channel; orders come and change. */
  pass(ms: number): void
  /** The next write arrives, and its answer is lost. */
  loseNextAnswer(): void
  stop(): Promise<void>
}

/** What every channel connector promises. A channel's own test adds only what is its own. */
export function describeChannel(connector: ChannelConnector, open: () => Promise<ChannelBed>): void {
  describe(`the channel connector ${connector.kind}`, () => {
    let bed: ChannelBed
    let session: ChannelSession
    beforeAll(async () => {
      bed = await open()
      session = connector.connect(bed.connection)
    })
    afterAll(() => bed.stop())

    it('says what each of its statuses means, each once', () => {
      const names = connector.vocabulary.map(({ field, value }) => `${field} ${value}`)
      expect(new Set(names).size).toBe(names.length)
      for (const { intent, holdReason } of connector.vocabulary) {
        expect(statusIntents).toContain(intent)
        if (intent === 'HOLD') expect(holdReasons).toContain(holdReason)
        else expect(holdReason).toBeUndefined()
      }
    })

    it('hands over orders as the API takes them', async () => {
      const type = buildSchema().getType('OrderInput') as GraphQLInputType
      bed.pass(60_000)
      const { orders } = await pullAll(session, null)
      expect(orders.length).toBeGreaterThan(0)
      for (const order of orders) {
        coerceInputValue(order, type, (path, _, error) => {
          throw new Error(`${order.reference} ${path.join('.')}: ${error.message}`)
        })
        expect(order.channel).toBe(bed.connection.channel)
        expect(Number.isNaN(Date.parse(order.updatedAt ?? ''))).toBe(false)
      }
    })

    it('goes on from its watermark and shows every change in the end', async () => {
      const first = await pullAll(session, null)
      bed.pass(30_000)
      const second = await pullAll(session, first.watermark)
      const seen = latest([...first.orders, ...second.orders])
      const all = latest((await pullAll(session, null)).orders)
      expect(seen).toEqual(all)
      // Only what changed, and the overlap: not everything again.
      expect(second.orders.length).toBeLessThan(all.size)
    })

    it('starts from the beginning with a watermark that it does not understand', async () => {
      const { orders } = await session.pullOrders('what another build wrote')
      expect(orders.length).toBeGreaterThan(0)
    })

    it('notifies the channel of a shipment, finds it by our reference, and knows its echo', async () => {
      const fact = await shipmentOf(session, 'told-1')
      expect(await session.find(fact)).toBeNull()
      const answer = await session.push(fact)
      expect(answer).toMatchObject({ state: 'CONFIRMED', reference: expect.any(String) })
      expect(await session.find(fact)).toBe(answer.state === 'CONFIRMED' ? answer.reference : null)
      const echoed = latest((await pullAll(session, null)).orders).get(fact.orderReference)
      expect(echoed?.fulfillments).toContainEqual(
        expect.objectContaining({
          reference: fact.reference,
          lines: fact.lines,
          trackingNumber: fact.trackingNumbers[0],
        }),
      )
    })

    it('is in doubt when an answer is lost, and a look-up settles it', async () => {
      const fact = await shipmentOf(session, 'told-2')
      bed.loseNextAnswer()
      expect(await session.push(fact)).toMatchObject({ state: 'IN_DOUBT', reason: expect.stringMatching(/./) })
      expect(await session.find(fact)).toEqual(expect.any(String))
    })

    it('answers with the reason when the channel does not know the order', async () => {
      const fact = { ...(await shipmentOf(session, 'told-3')), orderReference: 'an order of nobody' }
      expect(await session.push(fact)).toMatchObject({ state: 'REJECTED', reason: expect.stringMatching(/./) })
      expect(await session.find(fact)).toBeNull()
    })

    it('says that it is not let in, and that nobody is there', async () => {
      const other = connector.connect({ ...bed.connection, key: 'not the key' })
      await expect(other.pullOrders(null)).rejects.toMatchObject({ failure: 'NOT_ALLOWED' })
      const nowhere = connector.connect({ ...bed.connection, url: await nobody() })
      await expect(nowhere.pullOrders(null)).rejects.toMatchObject({ failure: 'UNREACHABLE' })
    })
  })
}

async function pullAll(session: ChannelSession, from: string | null) {
  const orders: OrderInput[] = []
  let watermark = from
  for (let more = true; more; ) {
    const page = await session.pullOrders(watermark)
    orders.push(...page.orders)
    watermark = page.watermark
    more = page.more
  }
  return { orders, watermark }
}

/** Of each order the newest copy, in whatever order they came. */
function latest(orders: OrderInput[]): Map<string, OrderInput> {
  const found = new Map<string, OrderInput>()
  for (const order of orders) {
    const known = found.get(order.reference)
    if (known === undefined || Date.parse(known.updatedAt ?? '') <= Date.parse(order.updatedAt ?? '')) {
      found.set(order.reference, order)
    }
  }
  return found
}

/** A shipment of all goods of an order that nothing was sent of yet. */
async function shipmentOf(session: ChannelSession, reference: string): Promise<ShipmentFact> {
  const { orders } = await pullAll(session, null)
  const order = [...latest(orders).values()].find(
    ({ fulfillments, cancellations, test }) => !fulfillments?.length && !cancellations?.length && test !== true,
  )
  if (order === undefined) throw new Error('the channel has no order that can be shipped')
  return {
    fact: 'SHIPMENT',
    reference,
    orderReference: order.reference,
    lines: order.lines
      .filter(({ kind }) => kind === 'GOODS')
      .map((line) => ({ line: line.reference, quantity: line.quantity })),
    carrier: 'sandbox',
    trackingNumbers: [`TRACK-${reference}`],
    shippedAt: new Date().toISOString(),
  }
}
