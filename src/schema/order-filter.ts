import { statusesShownAs } from '#domain/order/status'
import { parseOrderNumber } from '#domain/values/order-number'
import type { Prisma } from '#store/generated/client'
import { ordersAtWarehouses, ordersTagged, ordersWithSkus } from '#store/read/few-orders'
import type { CounterFilter } from '#store/read/order-counters'
import { searchOrders } from '#store/read/search-orders'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { CustomerStatus, HoldReason, OrderStatus, PaymentStatus, ReferenceKind } from './enums.ts'
import { badInput } from './page.ts'
import { seesCustomers } from './personal.ts'
import { visible } from './visibility.ts'

/** Entries of any list of a filter. */
export const FILTER_LIST_LIMIT = 100
/** Characters of a search text. */
export const SEARCH_TEXT_LIMIT = 200

export const ReferenceKey = builder.inputType('ReferenceKey', {
  description: 'A number that someone else knows an order by.',
  fields: (t) => ({
    system: t.string({
      required: true,
      description: 'A channel key or a provider\'s name, such as "shopify-uk" or "stripe".',
    }),
    kind: t.field({ type: ReferenceKind, required: true, defaultValue: 'CHANNEL_ORDER' }),
    value: t.string({ required: true }),
  }),
})

export const OrderFilter = builder.inputType('OrderFilter', {
  description: 'All that is given must hold. In a list any entry will do; each list has at most 100 entries.',
  fields: (t) => ({
    statuses: t.field({ type: [OrderStatus] }),
    customerStatuses: t.field({ type: [CustomerStatus] }),
    paymentStatuses: t.field({ type: [PaymentStatus] }),
    channels: t.stringList({ description: 'Channel keys.' }),
    warehouses: t.stringList({
      description: 'Keys of warehouses that have a shipment of the order, cancelled ones aside.',
    }),
    onHold: t.boolean({ description: 'True: something holds it now. False: nothing does.' }),
    holdReasons: t.field({ type: [HoldReason], description: 'Held now for any of these reasons.' }),
    skus: t.stringList({ description: 'Has a line with any of these SKUs.' }),
    hasOpenException: t.boolean({ description: 'True: somebody has to look at it. False: nobody has.' }),
    placedAfter: t.field({ type: 'DateTime', description: 'Placed at or after.' }),
    placedBefore: t.field({ type: 'DateTime', description: 'Placed before.' }),
    updatedAfter: t.field({ type: 'DateTime', description: 'Changed at or after.' }),
    updatedBefore: t.field({ type: 'DateTime', description: 'Changed before.' }),
    shipBefore: t.field({ type: 'DateTime', description: 'To be dispatched before.' }),
    references: t.field({ type: [ReferenceKey] }),
    search: t.string({
      description:
        'What somebody says on the phone: our number, any reference, a SKU or a tracking number; with the scope customers:read also an e-mail address, a postcode or a name: any part of it, or several words that it has in any order; where no word has three characters, how it begins. Finds at most 1,000 orders, the latest of the 5,000 that it looks at where a word is common.',
    }),
    tags: t.stringList({ description: 'Has any of them.' }),
  }),
})

export type OrderFilterShape = typeof OrderFilter.$inferInput

/** Refuses a list of a filter that is too long. */
export function requireShortLists(filter: object): void {
  for (const [name, value] of Object.entries(filter)) {
    if (Array.isArray(value) && value.length > FILTER_LIST_LIMIT) {
      throw badInput(`filter.${name} has ${value.length} entries; at most ${FILTER_LIST_LIMIT} are taken.`)
    }
  }
}

/** Order numbers as they are stored; one that is mistyped matches nothing. */
export const storedNumbers = (numbers: readonly string[]): string[] =>
  numbers.flatMap((number) => {
    const parsed = parseOrderNumber(number)
    return parsed.ok ? [parsed.value] : []
  })

async function idsFound(text: string, context: Context): Promise<string[]> {
  const trimmed = text.trim()
  if (trimmed.length === 0) return []
  if (trimmed.length > SEARCH_TEXT_LIMIT) {
    throw badInput(`filter.search has ${trimmed.length} characters; at most ${SEARCH_TEXT_LIMIT} are taken.`)
  }
  if (trimmed.includes('\0')) return []
  const number = parseOrderNumber(trimmed)
  return searchOrders(context.handle, {
    text: trimmed,
    number: number.ok ? number.value : null,
    personal: seesCustomers(context),
    channelKey: context.viewer.channelKey,
  })
}

const talliedFields = new Set(['statuses', 'customerStatuses', 'paymentStatuses', 'channels', 'warehouses'])

/** The filter as the maintained counters know it, within what the caller may see; undefined where only the orders themselves know. */
export function counterFilterOf(
  filter: OrderFilterShape | null | undefined,
  { viewer }: Context,
): CounterFilter | undefined {
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined)
  if (!given.every(([name]) => talliedFields.has(name))) return undefined
  requireShortLists(filter ?? {})
  const own = viewer.channelKey
  const channels = filter?.channels ?? null
  return {
    channels: own === null ? channels : channels === null ? [own] : channels.filter((key) => key === own),
    statuses: filter?.statuses ?? null,
    customerStatuses: filter?.customerStatuses ?? null,
    paymentStatuses: filter?.paymentStatuses ?? null,
    warehouses: filter?.warehouses ?? null,
  }
}

const openException = { some: { status: { not: 'RESOLVED' } } }
const activeHold = { some: { releasedAt: null } }

/** Ids rather than keys, so that the index on an order's own column serves, and a key that nobody has finds nothing at once. */
const channelIds = async (keys: readonly string[], { handle }: Context): Promise<string[]> =>
  (await handle.prisma.channel.findMany({ where: { key: { in: [...keys] } }, select: { id: true } })).map(
    ({ id }) => id,
  )

async function atWarehouses(keys: readonly string[], { handle, viewer }: Context): Promise<Prisma.OrderWhereInput> {
  const rows = await handle.prisma.warehouse.findMany({ where: { key: { in: [...keys] } }, select: { id: true } })
  const ids = rows.map(({ id }) => id)
  const few = await ordersAtWarehouses(handle, ids, viewer.channelKey)
  return few === undefined ? { warehouseIds: { hasSome: ids } } : { id: { in: few } }
}

/** The statuses that orders of the requested customer statuses may have; nothing where the filter names statuses itself. */
export const statusesBehind = (filter: OrderFilterShape | null | undefined): Prisma.OrderWhereInput =>
  filter?.customerStatuses && !filter.statuses ? { status: { in: statusesShownAs(filter.customerStatuses) } } : {}

/** The filter as what Prisma is asked, always within what the caller may see. */
export async function ordersWhere(
  filter: OrderFilterShape | null | undefined,
  context: Context,
): Promise<Prisma.OrderWhereInput> {
  const parts: Prisma.OrderWhereInput[] = [visible('Order', context)]
  if (!filter) return { AND: parts }
  requireShortLists(filter)
  const add = <T>(value: T | null | undefined, part: (value: T) => Prisma.OrderWhereInput) => {
    if (value !== null && value !== undefined) parts.push(part(value))
  }
  add(filter.statuses, (statuses) => ({ status: { in: [...statuses] } }))
  add(filter.customerStatuses, (statuses) => ({ customerStatus: { in: [...statuses] } }))
  add(filter.paymentStatuses, (statuses) => ({ paymentStatus: { in: [...statuses] } }))
  if (filter.channels) parts.push({ channelId: { in: await channelIds(filter.channels, context) } })
  if (filter.warehouses) parts.push(await atWarehouses(filter.warehouses, context))
  add(filter.onHold, (held) => ({ holds: held ? activeHold : { none: activeHold.some } }))
  add(filter.holdReasons, (reasons) => ({ holds: { some: { releasedAt: null, reason: { in: [...reasons] } } } }))
  add(filter.hasOpenException, (open) => ({ exceptions: open ? openException : { none: openException.some } }))
  add(filter.placedAfter, (time) => ({ placedAt: { gte: time } }))
  add(filter.placedBefore, (time) => ({ placedAt: { lt: time } }))
  add(filter.updatedAfter, (time) => ({ updatedAt: { gte: time } }))
  add(filter.updatedBefore, (time) => ({ updatedAt: { lt: time } }))
  add(filter.shipBefore, (time) => ({ shipBy: { lt: time } }))
  add(filter.references, (keys) => ({ references: { some: { OR: keys.map((key) => ({ ...key })) } } }))
  if (filter.skus) {
    const few = await ordersWithSkus(context.handle, filter.skus, context.viewer.channelKey)
    parts.push(few === undefined ? { lines: { some: { sku: { in: [...filter.skus] } } } } : { id: { in: few } })
  }
  if (filter.tags) {
    const few = await ordersTagged(context.handle, filter.tags, context.viewer.channelKey)
    parts.push(few === undefined ? { tags: { hasSome: [...filter.tags] } } : { id: { in: few } })
  }
  if (typeof filter.search === 'string') parts.push({ id: { in: await idsFound(filter.search, context) } })
  return { AND: parts }
}

/**
 * The same for a count, which goes through no order: that what has a tag is not without tags is said for the index on them, which has no
 * others. A list of a tag that many have goes through its own order instead, where a page is near.
 */
export const countedWhere = (
  where: Prisma.OrderWhereInput,
  filter: OrderFilterShape | null | undefined,
): Prisma.OrderWhereInput => (filter?.tags ? { AND: [where, { tags: { isEmpty: false } }] } : where)
