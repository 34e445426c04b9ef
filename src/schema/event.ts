import { eventTypes } from '#domain/events'
import { groupBy } from '#domain/values/group-by'
import { encodeCursor } from '#events/cursor'
import type { EventRow, RecordedChange } from '#events/event-row'
import { type PersonalValue, readEpoch, readEventsById, readPersonalValues } from '#store/read/events'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { CustomerStatus, EventType, OrderStatus } from './enums.ts'
import { type EventTypeName, typeNameOf } from './event-types.ts'
import { FieldChange, type FieldChangeShape } from './field-change.ts'
import { encodeGlobalId } from './global-id.ts'
import { batched } from './loader.ts'
import { seesCustomers } from './personal.ts'
import { seesChannel, visibleOne } from './visibility.ts'

/** An event as the API shows it. `cursor` where who read it knows it already. */
export type EventShape = EventRow & { cursor?: string }

const epochNow = batched<'now', number>(async (keys, { handle }) => {
  const epoch = await readEpoch(handle)
  return keys.map(() => epoch)
})

const personalValues = batched<number, PersonalValue[]>(async (ids, { handle }) => {
  const found = groupBy(await readPersonalValues(handle, ids), ({ eventId }) => eventId)
  return ids.map((id) => found.get(id) ?? [])
})

/** A personal value is shown to whoever may see customers, as long as it was not erased; so are settings, which may hold an account's name. */
async function changesOf(event: EventShape, context: Context): Promise<FieldChangeShape[]> {
  const isPersonal = event.changes.some((change) => change.personal === true)
  const values = isPersonal && seesCustomers(context) ? await personalValues(context, event.id) : []
  return event.changes.map((change) => {
    if (change.field.startsWith('settings.') && !seesCustomers(context))
      return { field: change.field, before: null, after: null, redacted: true }
    if (change.personal !== true) return { ...change, redacted: false }
    const value = (side: 'before' | 'after') => values.find((v) => v.field === change.field && v.side === side)
    const lost = (side: 'before' | 'after') => change[side] !== null && value(side) === undefined
    return {
      field: change.field,
      before: value('before')?.value ?? null,
      after: value('after')?.value ?? null,
      redacted: lost('before') || lost('after'),
    } satisfies FieldChangeShape & Omit<RecordedChange, 'personal'>
  })
}

export const Event = builder.interfaceRef<EventShape>('Event').implement({
  description:
    'One thing that happened, as committed: who, what, why, before and after. The types of events grow with the product.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (event) => typeNameOf(event),
  fields: (t) => ({
    id: t.id({
      resolve: (event, _, { handle }) => encodeGlobalId(typeNameOf(event), String(event.id), handle.dryRun),
    }),
    cursor: t.string({
      nullable: true,
      description:
        'Its place in the log; a subscription can go on after it. Null for some milliseconds until it has one, and in a dry run.',
      resolve: async (event, _, context) =>
        event.cursor ?? (event.position === null ? null : encodeCursor(await epochNow(context, 'now'), event.position)),
    }),
    type: t.expose('type', { type: EventType }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    actor: t.expose('actor', { type: Actor, nullable: true, description: 'Who did it.' }),
    reasonCode: t.exposeString('reasonCode', { nullable: true, description: 'Why, where a reason was asked for.' }),
    changes: t.field({
      type: [FieldChange],
      nullable: true,
      description:
        'What changed. Personal values and values of settings are redacted without the scope customers:read.',
      resolve: (event, _, context) => changesOf(event, context),
    }),
    order: t.prismaField({
      type: 'Order',
      nullable: true,
      description: 'The order as it is now. Null where the event is not about one.',
      resolve: (query, { orderId }, _, context) =>
        orderId === null
          ? null
          : context.handle.prisma.order.findUnique({ ...query, where: visibleOne('Order', orderId, context) }),
    }),
    orderNumber: t.exposeString('orderNumber', {
      nullable: true,
      description: 'Null where the event is not about an order.',
    }),
    sequence: t.exposeInt('sequence', {
      nullable: true,
      description:
        "Its place in the order's own trail: 1, 2, 3 … without a hole. Null where the event is not about an order.",
    }),
    status: t.expose('status', {
      type: OrderStatus,
      nullable: true,
      description: "The order's status as of this event, not as of now.",
    }),
    previousStatus: t.expose('previousStatus', {
      type: OrderStatus,
      nullable: true,
      description: "The order's status before it; the same where it did not change.",
    }),
    customerStatus: t.expose('customerStatus', {
      type: CustomerStatus,
      nullable: true,
      description: 'What the buyer may see as of this event.',
    }),
  }),
})

/** One of the kinds of events, found again by its id. */
export const eventNode = <Name extends EventTypeName>(name: Name, description: string) =>
  builder.node(builder.objectRef<EventShape>(name), {
    description,
    interfaces: [Event],
    isTypeOf: (value) =>
      typeof value === 'object' &&
      value !== null &&
      'schemaVersion' in value &&
      typeNameOf(value as EventShape) === name,
    id: { resolve: ({ id }) => String(id) },
    loadManyWithoutCache: async (ids, context) => {
      const found = new Map(
        (await readEventsById(context.handle, ids.map(Number))).map((event) => [String(event.id), event]),
      )
      return ids.map((id) => {
        const event = found.get(id)
        const isShown = event !== undefined && typeNameOf(event) === name && mayShow(event, context)
        return isShown && (eventTypes as readonly string[]).includes(event.type) ? event : null
      })
    },
  })

/** Whether the caller may see that this happened. */
export const mayShow = ({ channelKey }: Pick<EventRow, 'channelKey'>, context: Context): boolean =>
  seesChannel(channelKey, context)
