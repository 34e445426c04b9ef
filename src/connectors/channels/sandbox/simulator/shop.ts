import { type Random, seededRandom } from '../../../seeded-random.ts'
import type { NewSandboxParcel, SandboxOrder, SandboxParcel } from '../wire-schema.ts'
import { type Profile, placeOrder } from './place-order.ts'
import { type Story, storyWeights, type Turn, takeTurn, turns } from './stories.ts'

/** Orders that a shop remembers; the oldest settled ones are forgotten first. */
export const REMEMBERED_ORDERS = 2_000
/** Orders a page, at most. */
export const LARGEST_PAGE = 50

export interface ShopOptions {
  profile: Profile
  /** The same seed and clock make the same shop. */
  seed: string
  /** A buyer comes this often. */
  everyMs: number
}

/** All that a shop is, as JSON, so that it goes on after a restart. */
export interface ShopState {
  ordinal: number
  nextAt: number
  orders: Remembered[]
}

interface Remembered {
  order: SandboxOrder
  story: Story
  rightPostcode: string
  due: { at: number; turn: Turn }[]
  /** As first placed: what an old copy shows. */
  first: string
  /** Send the old copy once, with the next page. */
  oldCopy: boolean
}

export type TellAnswer =
  | { is: 'recorded'; parcel: SandboxParcel }
  | { is: 'cancelled'; order: SandboxOrder }
  | { is: 'unknown' }
  | { is: 'refused'; reason: string }

/** A shop with buyers. Time passes only when somebody asks, up to the time that they name. */
export interface Shop {
  orders(
    since: string | null,
    page: string | null,
    limit: number,
    nowMs: number,
  ): { orders: SandboxOrder[]; next: string | null }
  order(id: string): SandboxOrder | null
  tell(id: string, parcel: NewSandboxParcel, nowMs: number): TellAnswer
  /** The merchant cannot send it. Saying so twice is saying it once. */
  cancel(id: string, nowMs: number): TellAnswer
  parcels(id: string, merchantReference: string | null): SandboxParcel[] | null
  state(): ShopState
}

export function openShop(options: ShopOptions, before?: ShopState): Shop {
  const known = new Map<string, Remembered>((before?.orders ?? []).map((each) => [each.order.id, each]))
  let ordinal = before?.ordinal ?? 0
  let nextAt = before?.nextAt ?? Number.NEGATIVE_INFINITY

  const place = (at: number) => {
    ordinal += 1
    const random = seededRandom(`${options.seed}/${ordinal}`)
    // The first order of a shop goes through, so that whoever watches sees the whole way first.
    const story = ordinal === 1 ? 'PLAIN' : random.weighted(storyWeights)
    const id = `${options.seed}-${String(ordinal).padStart(6, '0')}`
    const { order, rightPostcode } = placeOrder(options.profile, id, ordinal, story, random, iso(at))
    const due = turns[story].map(({ afterMs, turn }) => ({ at: at + afterMs, turn }))
    known.set(id, { order, story, rightPostcode, due, first: JSON.stringify(order), oldCopy: false })
  }

  const pass = (nowMs: number) => {
    // Buyers who would have come while the shop was closed stayed away.
    if (nextAt < nowMs - options.everyMs) nextAt = nowMs
    for (; nextAt <= nowMs; nextAt += options.everyMs) place(nextAt)
    for (const each of known.values()) goOn(each, nowMs)
    for (const [id, { due }] of known) {
      if (known.size <= REMEMBERED_ORDERS) break
      if (due.length === 0) known.delete(id)
    }
  }

  return {
    orders(since, page, limit, nowMs) {
      pass(nowMs)
      return listed([...known.values()], since, page, limit, seededRandom(`${options.seed}/page/${nowMs}`))
    },
    tell(id, parcel, nowMs) {
      pass(nowMs)
      const order = known.get(id)?.order
      return order === undefined ? { is: 'unknown' } : recorded(order, parcel, iso(nowMs))
    },
    order: (id) => known.get(id)?.order ?? null,
    cancel(id, nowMs) {
      pass(nowMs)
      const order = known.get(id)?.order
      if (order === undefined) return { is: 'unknown' }
      if (order.parcels.length > 0) return { is: 'refused', reason: 'a parcel of the order is on its way' }
      if (order.cancellation === null) takeTurn(order, 'CANCEL', '', iso(nowMs))
      return { is: 'cancelled', order }
    },
    parcels(id, merchantReference) {
      const order = known.get(id)?.order
      if (order === undefined) return null
      return order.parcels.filter((each) => merchantReference === null || each.merchant_reference === merchantReference)
    },
    state: () => ({ ordinal, nextAt, orders: [...known.values()] }),
  }
}

function goOn(each: Remembered, nowMs: number): void {
  while (each.due.length > 0 && each.due[0]!.at <= nowMs) {
    const { at, turn } = each.due.shift()!
    if (turn === 'OLD_COPY') each.oldCopy = true
    else takeTurn(each.order, turn, each.rightPostcode, iso(at))
  }
}

/** A page of what changed since, by time of change. A page now and then repeats the end of the one before, and old copies come along. */
function listed(
  all: Remembered[],
  since: string | null,
  page: string | null,
  limit: number,
  random: Random,
): { orders: SandboxOrder[]; next: string | null } {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since)
  const place = ({ modified_at, id }: SandboxOrder) => `${modified_at} ${id}`
  const changed = all
    .map(({ order }) => order)
    .filter((order) => Date.parse(order.modified_at) >= from)
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
  const found = page === null ? 0 : changed.findIndex((order) => place(order) > page)
  const start = found < 0 ? changed.length : found
  const size = Math.min(limit, LARGEST_PAGE)
  const overlap = start > 0 && random.next() < 0.5 ? 1 : 0
  const orders = changed.slice(start - overlap, start + size)
  const next = changed.length > start + size ? place(orders.at(-1)!) : null
  for (const each of all) {
    if (!each.oldCopy) continue
    each.oldCopy = false
    orders.push(JSON.parse(each.first) as SandboxOrder)
  }
  return { orders: structuredClone(orders), next }
}

function recorded(order: SandboxOrder, parcel: NewSandboxParcel, now: string): TellAnswer {
  if (order.cancellation !== null) return { is: 'refused', reason: 'the order was cancelled' }
  if (order.parcels.some((each) => each.merchant_reference === parcel.merchant_reference)) {
    return { is: 'refused', reason: `the parcel ${parcel.merchant_reference} is known already` }
  }
  const strange = parcel.items.find(({ id }) => !order.items.some((item) => item.id === id))
  if (strange !== undefined) return { is: 'refused', reason: `there is no item ${strange.id} in this order` }
  const added = { ...parcel, id: `${order.id}-p${order.parcels.length + 1}` }
  order.parcels = [...order.parcels, added]
  const sent = (id: string) =>
    order.parcels.flatMap((each) => each.items).reduce((sum, item) => sum + (item.id === id ? item.count : 0), 0)
  const all = order.items.filter((item) => item.kind === 'goods').every((item) => sent(item.id) >= item.count)
  order.states =
    'payment' in order.states
      ? { ...order.states, fulfilment: all ? 'sent' : 'partly_sent' }
      : { state: all ? 'Shipped' : 'PartiallyShipped' }
  order.modified_at = now
  return { is: 'recorded', parcel: added }
}

const iso = (ms: number): string => new Date(ms).toISOString()
