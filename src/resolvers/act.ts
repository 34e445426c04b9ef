import type { Moment } from '#domain/moment'
import type { OrderFacts } from '#domain/order/state'
import { problem, Refusal, refuse } from '#domain/problems'
import { parseOrderNumber, parseShipmentNumber } from '#domain/values/order-number'
import type { Viewer } from '#schema/access'
import type { Context } from '#schema/context'
import { rowId } from '#schema/global-id'
import type { Handle } from '#store/handle'
import { loadFactsByNumber, loadFactsByReference, loadOrderFacts } from '#store/read/order-facts'
import { findShipment, orderIdByNumber, orderIdByReference, type ReferenceKey } from '#store/read/order-names'
import { commit, type Write } from '#store/write/commit'

export interface Idempotency {
  principalId: string
  key: string
  requestHash: string
}

/** How a verb's arguments name an order: exactly one of them is set. */
export interface OrderKeyValue {
  id?: string | null
  number?: string | null
  reference?: { system: string; kind?: string | null; value: string } | null
}

export interface ShipmentKeyValue {
  id?: string | null
  number?: string | null
  trackingNumber?: string | null
}

interface Asked {
  ifVersion?: number | null
  /** Also load the open demand of the order's items (for the stock rule). */
  demand?: boolean
  /** The argument's name, for the refusal's path. */
  field?: string[]
}

/** One attempt of a verb: who acts, when, what it may load, and its one commit. */
export class Act {
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

  /** The order that the key names, with all facts. Refuses what is not there, not the viewer's, or not at `ifVersion`. */
  async order(key: OrderKeyValue, asked: Asked = {}): Promise<OrderFacts> {
    const field = asked.field ?? ['order']
    if (key.id) {
      const id = rowId(key.id, 'Order')
      return id === undefined ? this.unknown(key, field) : this.orderById(id, { ...asked, field })
    }
    const demand = asked.demand ?? false
    const facts = await (key.reference
      ? loadFactsByReference(this.handle, referenceKey(key.reference), demand)
      : loadFactsByNumber(this.handle, this.number(key, field), demand))
    return facts === undefined ? this.unknown(key, field) : this.checked(facts, { ...asked, field })
  }

  async orderById(id: string, asked: Asked = {}): Promise<OrderFacts> {
    const facts = (await loadOrderFacts(this.handle, [id], { demand: asked.demand ?? false })).get(id)
    return this.checked(facts, asked)
  }

  private unknown(key: OrderKeyValue, field: string[]): never {
    return refuse('NOT_FOUND', `There is no order with ${named(key)}.`, field)
  }

  private checked(facts: OrderFacts | undefined, asked: Asked): OrderFacts {
    if (facts === undefined || !this.maySee(facts.channel.key)) {
      return refuse('NOT_FOUND', 'There is no such order, or it belongs to another channel.', asked.field ?? ['order'])
    }
    const { id, version, number } = facts.state.order
    this.subject = { orderId: id }
    if (asked.ifVersion !== null && asked.ifVersion !== undefined && asked.ifVersion !== version) {
      refuse(
        'STALE_VERSION',
        `Order ${number} is at version ${version}, not ${asked.ifVersion}: read it again and decide again.`,
        ['ifVersion'],
        { version },
      )
    }
    return facts
  }

  /** The row id that the key names; undefined where nothing has that name. */
  async orderId(key: OrderKeyValue, field: string[] = ['order']): Promise<string | undefined> {
    if (key.id) return rowId(key.id, 'Order')
    if (key.reference) return orderIdByReference(this.handle, referenceKey(key.reference))
    return orderIdByNumber(this.handle, this.number(key, field))
  }

  private number(key: OrderKeyValue, field: string[]): string {
    const parsed = parseOrderNumber(key.number ?? '')
    if (!parsed.ok) throw new Refusal(problem('NOT_FOUND', parsed.message, [...field, 'number']))
    return parsed.value
  }

  /** The order of the shipment that the key names. `ifVersion` is the shipment's. */
  async shipment(key: ShipmentKeyValue, asked: Asked = {}): Promise<{ facts: OrderFacts; shipmentId: string }> {
    const field = asked.field ?? ['shipment']
    const found = await this.shipmentId(key, field)
    if (found === undefined) return refuse('NOT_FOUND', `There is no shipment with ${named(key)}.`, field)
    const facts = await this.orderById(found.orderId, { demand: asked.demand ?? false, field })
    this.subject = { shipmentId: found.shipmentId, orderId: found.orderId }
    const shipment = facts.state.shipments.find((s) => s.id === found.shipmentId)!
    if (asked.ifVersion !== null && asked.ifVersion !== undefined && asked.ifVersion !== shipment.version) {
      refuse(
        'STALE_VERSION',
        `Shipment ${shipment.number} is at version ${shipment.version}, not ${asked.ifVersion}: read it again and decide again.`,
        ['ifVersion'],
        {
          version: shipment.version,
        },
      )
    }
    return { facts, shipmentId: found.shipmentId }
  }

  private async shipmentId(
    key: ShipmentKeyValue,
    field: string[],
  ): Promise<{ orderId: string; shipmentId: string } | undefined> {
    if (key.id) {
      const id = rowId(key.id, 'Shipment')
      return id === undefined ? undefined : findShipment(this.handle, { id })
    }
    if (key.trackingNumber) return findShipment(this.handle, { trackingNumber: key.trackingNumber })
    const parsed = parseShipmentNumber(key.number ?? '')
    if (!parsed.ok) throw new Refusal(problem('NOT_FOUND', parsed.message, [...field, 'number']))
    return findShipment(this.handle, { number: parsed.value.number })
  }

  /** Whether the viewer may touch what belongs to this channel. */
  maySee(channelKey: string): boolean {
    return this.viewer.channelKey === null || this.viewer.channelKey === channelKey
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

const referenceKey = ({ system, kind, value }: NonNullable<OrderKeyValue['reference']>): ReferenceKey => ({
  system,
  kind: kind ?? 'CHANNEL_ORDER',
  value,
})

function named(key: OrderKeyValue & ShipmentKeyValue): string {
  if (key.id) return `the id "${key.id}"`
  if (key.reference)
    return `the ${key.reference.kind ?? 'CHANNEL_ORDER'} reference "${key.reference.value}" of ${key.reference.system}`
  if (key.trackingNumber) return `the tracking number "${key.trackingNumber}"`
  return `the number "${key.number ?? ''}"`
}
