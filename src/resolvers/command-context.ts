import type { Moment } from '#domain/moment'
import type { Needs, PartName } from '#domain/order/parts'
import type { OrderFacts } from '#domain/order/state'
import { type Problem, problem, Refusal, refuse } from '#domain/problems'
import { groupBy } from '#domain/values/group-by'
import { parseOrderNumber, parseShipmentNumber } from '#domain/values/order-number'
import { isStorable } from '#domain/values/text'
import type { Viewer } from '#schema/access'
import type { Context } from '#schema/context'
import { rowId } from '#schema/global-id'
import { seesChannel } from '#schema/visibility'
import type { Handle } from '#store/handle'
import { loadFactsByNumber, loadFactsByReference, loadOrderFacts } from '#store/read/order-facts'
import {
  type FoundShipment,
  findShipments,
  NAMESAKES_LIMIT,
  ordersOfReference,
  type ReferenceKey,
} from '#store/read/order-names'
import { orderIdOf, type RowOfOrder } from '#store/read/order-of-row'
import { commit, type Write } from '#store/write/commit'
import { ambiguous, notFound, type OrderKeyValue, type ShipmentKeyValue } from './key-names.ts'

export interface Idempotency {
  principalId: string
  key: string
  requestHash: string
}

interface Asked {
  ifVersion?: number | null
  /** Also load the open demand of the order's items (for the stock rule). */
  demand?: boolean
  /** The argument's name, for the refusal's path. */
  field?: string[]
}

/** One attempt of a mutation: who acts, when, what it may load, and its one commit. */
export class CommandContext {
  readonly viewer: Viewer
  readonly handle: Handle
  readonly moment: Moment
  /** Ids that a refusal answers with, so that the caller sees the current object. */
  subject: Record<string, unknown> = {}
  private readonly context: Context
  private readonly idempotency: Idempotency | undefined

  constructor(context: Context, idempotency: Idempotency | undefined) {
    this.context = context
    this.viewer = context.viewer
    this.handle = context.handle
    this.idempotency = idempotency
    this.moment = {
      now: context.now(),
      actor: { id: context.viewer.principalId, kind: context.viewer.kind, name: context.viewer.name },
      id: context.id,
    }
  }

  /** The order that the key names, with the parts that are needed. Refuses what the viewer does not see, a name of several, and one not at `ifVersion`. */
  async order<Name extends PartName>(
    key: OrderKeyValue,
    needs: Needs<Name>,
    asked: Asked = {},
  ): Promise<OrderFacts<Name>> {
    const field = asked.field ?? ['order']
    const facts = await this.orderNamed(key, needs, asked.demand ?? false, field)
    if (facts === undefined) throw new Refusal(notFound('order', key, field))
    const { id, version, number } = facts.state.order
    this.subject = { orderId: id }
    requireVersion(`Order ${number}`, version, asked.ifVersion)
    return facts
  }

  private async orderNamed<Name extends PartName>(
    key: OrderKeyValue,
    needs: Needs<Name>,
    demand: boolean,
    field: string[],
  ): Promise<OrderFacts<Name> | undefined> {
    if (key.reference) return this.orderOfReference(key, needs, demand, field)
    if (key.id) {
      const id = rowId(key.id, 'Order')
      return id === undefined ? undefined : this.orderById(id, needs, demand)
    }
    const parsed = parseOrderNumber(key.number ?? '')
    if (!parsed.ok) throw new Refusal(problem('NOT_FOUND', parsed.message, [...field, 'number']))
    return this.seen(await loadFactsByNumber(this.handle, parsed.value, needs, demand))
  }

  private async orderOfReference<Name extends PartName>(
    key: OrderKeyValue,
    needs: Needs<Name>,
    demand: boolean,
    field: string[],
  ) {
    const reference = this.referenceKey(key.reference!)
    if (!isStorable(reference.system + reference.value)) return undefined
    const [first, second] = await loadFactsByReference(this.handle, reference, needs, demand)
    if (second === undefined) return first
    const namesakes = await ordersOfReference(this.handle, reference)
    throw new Refusal(ambiguous('order', key, namesakes, field, this.handle.dryRun))
  }

  /** The order of a hold, a request or a push; refuses with `missing` where the viewer sees no such row. */
  async orderOf<Name extends PartName>(
    row: RowOfOrder,
    id: string,
    needs: Needs<Name>,
    missing: Problem,
    demand = false,
  ): Promise<OrderFacts<Name>> {
    const orderId = id && (await orderIdOf(this.handle, row, id, this.viewer.channelKey))
    const facts = orderId ? await this.orderById(orderId, needs, demand) : undefined
    if (facts === undefined) throw new Refusal(missing)
    this.subject = { orderId }
    return facts
  }

  private async orderById<Name extends PartName>(
    id: string,
    needs: Needs<Name>,
    demand: boolean,
  ): Promise<OrderFacts<Name> | undefined> {
    return this.seen((await loadOrderFacts(this.handle, [id], needs, { demand })).get(id))
  }

  private seen<Name extends PartName>(facts: OrderFacts<Name> | undefined): OrderFacts<Name> | undefined {
    return facts !== undefined && this.maySee(facts.channel.key) ? facts : undefined
  }

  /** A reference as it is looked up: among the orders that the viewer sees. */
  referenceKey({ system, kind, value }: NonNullable<OrderKeyValue['reference']>): ReferenceKey {
    return { system, kind: kind ?? 'CHANNEL_ORDER', value, channelKey: this.viewer.channelKey }
  }

  /** The shipment that the key names, with its order. `ifVersion` is the shipment's. */
  async shipment<Name extends PartName>(
    key: ShipmentKeyValue,
    needs: Needs<Name>,
    asked: Asked = {},
  ): Promise<{ facts: OrderFacts<Name>; shipmentId: string }> {
    const field = asked.field ?? ['shipment']
    const [found, ...others] = await this.shipments(key, field)
    if (others.length > 0) throw new Refusal(ambiguous('shipment', key, [found!, ...others], field, this.handle.dryRun))
    const { id: shipmentId, orderId } = found!
    const facts = await this.orderById(orderId, needs, asked.demand ?? false)
    if (facts === undefined) throw new Refusal(notFound('shipment', key, field))
    this.subject = { shipmentId, orderId }
    const { number, version } = facts.state.shipments.find((row) => row.id === shipmentId)!
    requireVersion(`Shipment ${number}`, version, asked.ifVersion)
    return { facts, shipmentId }
  }

  /** All shipments that the key names and the viewer sees, with their orders, each order once. */
  async allShipments<Name extends PartName>(
    key: ShipmentKeyValue,
    needs: Needs<Name>,
  ): Promise<{ facts: OrderFacts<Name>; shipmentIds: string[] }[]> {
    const field = ['shipment']
    const found = await this.shipments(key, field)
    if (found.length > NAMESAKES_LIMIT) throw new Refusal(ambiguous('shipment', key, found, field, this.handle.dryRun))
    this.subject = { shipmentId: found[0]!.id, shipmentIds: found.map(({ id }) => id) }
    const ofOrders = groupBy(found, ({ orderId }) => orderId)
    const orders = await loadOrderFacts(this.handle, [...ofOrders.keys()], needs)
    return [...orders].map(([id, facts]) => ({ facts, shipmentIds: ofOrders.get(id)!.map((row) => row.id) }))
  }

  /** At least one, latest first: a tracking number may be that of several. */
  private async shipments(key: ShipmentKeyValue, field: string[]): Promise<FoundShipment[]> {
    const found = await this.shipmentsNamed(key, field)
    if (found.length === 0) throw new Refusal(notFound('shipment', key, field))
    return found
  }

  private async shipmentsNamed(key: ShipmentKeyValue, field: string[]): Promise<FoundShipment[]> {
    const { channelKey } = this.viewer
    if (key.id) {
      const id = rowId(key.id, 'Shipment')
      return id === undefined ? [] : findShipments(this.handle, 'id', id, channelKey)
    }
    if (key.trackingNumber)
      return isStorable(key.trackingNumber)
        ? findShipments(this.handle, 'trackingNumber', key.trackingNumber, channelKey)
        : []
    const parsed = parseShipmentNumber(key.number ?? '')
    if (!parsed.ok) throw new Refusal(problem('NOT_FOUND', parsed.message, [...field, 'number']))
    return findShipments(this.handle, 'number', parsed.value.number, channelKey)
  }

  /** Whether the viewer may touch what belongs to this channel. */
  maySee(channelKey: string): boolean {
    return seesChannel(channelKey, this)
  }

  /** Writes a part of a call that had to be cut: the whole call's answer is stored by the last `commit`. */
  async commitPart<Answer extends object>(
    write: Omit<Write, 'moment' | 'idempotency'>,
    answer: Answer,
  ): Promise<Answer> {
    const changes = (write.changes ?? []).filter((change) => change.events.length > 0)
    await commit(this.handle, { ...write, changes, moment: this.moment })
    this.context.committed()
    return answer
  }

  /** A defect that the caller was spared: somebody has to see it. */
  report(error: unknown): void {
    // Postgres repeats the whole row in `detail`, with whatever personal data it holds.
    if (typeof error === 'object' && error !== null && 'detail' in error) error.detail = undefined
    this.context.report(error)
  }

  /** Writes all of it or nothing, stores the answer under the idempotency key where one was given, and answers. */
  async commit<Answer extends object>(write: Omit<Write, 'moment' | 'idempotency'>, answer: Answer): Promise<Answer> {
    const changes = (write.changes ?? []).filter((change) => change.events.length > 0)
    const idle =
      changes.length === 0 &&
      Object.entries(write).every(([key, value]) => key === 'changes' || value === undefined || value.length === 0)
    if (idle && this.idempotency === undefined) return answer
    await commit(this.handle, {
      ...write,
      changes,
      moment: this.moment,
      ...(this.idempotency === undefined
        ? {}
        : { idempotency: { ...this.idempotency, outcome: { userErrors: [], ...answer } } }),
    })
    this.context.committed()
    return answer
  }
}

function requireVersion(what: string, version: number, ifVersion: number | null | undefined): void {
  if (ifVersion === null || ifVersion === undefined || ifVersion === version) return
  const message = `${what} is at version ${version}, not ${ifVersion}: read it again and decide again.`
  refuse('STALE_VERSION', message, ['ifVersion'], { version })
}
