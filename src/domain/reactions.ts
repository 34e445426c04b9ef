import type { EventColumns, RecordedEvent } from './events/recorded.ts'
import { isEntryOf } from './events/settings.ts'
import type { EventType } from './events.ts'
import type { HoldReason } from './vocabulary.ts'

/** A job that an event requests. The payload holds ids only: the job reads what is so when it runs. */
export interface JobRequest {
  task: string
  /** Jobs of one key are one job. */
  key: string
  payload: Record<string, string>
  /** Jobs of one queue run one after another. */
  queue?: string
  /** Waits so long for more of the same; the first request's time stands. */
  delayMs?: number
}

/** A channel as it is now; undefined where the event is of none. */
export interface ReactedChannel {
  enabled: boolean
  stages: readonly string[]
}

/** A reaction sees what its types of event have, and no more. */
type Reaction<Type extends EventType> = (
  event: RecordedEvent<Type>,
  channel: ReactedChannel | undefined,
) => JobRequest | null

/** A delivery of many SKUs, or many deliveries of one, look at the waiting orders once. */
export const revalidateDelayMs = 500

const job = (task: string, name: string, id: string, more: Partial<JobRequest> = {}): JobRequest => ({
  task,
  key: `${task}:${id}`,
  payload: { [name]: id },
  ...more,
})

type OrderMoved = Pick<EventColumns, 'status' | 'previousStatus'> & { type: EventType; orderId: string }

/** Only an order that just became ready: one that a person unreleased is left to people. */
const releaseWhenReady = (
  { type, status, previousStatus, orderId }: OrderMoved,
  channel: ReactedChannel | undefined,
): JobRequest | null => {
  const became = previousStatus === null || previousStatus === 'NEW' || type === 'HOLD_RELEASED'
  const wanted = status === 'READY' && became && channel?.stages.includes('AUTO_RELEASE')
  return wanted ? job('release-order', 'orderId', orderId) : null
}

/** Orders that are held are judged again: of one reason, SKU or channel, as far as these are named. */
const revalidate = (only: { reason?: HoldReason; sku?: string; channelKey?: string }): JobRequest => ({
  task: 'revalidate-waiting',
  key: ['revalidate-waiting', ...Object.values(only)].join(':'),
  payload: only,
  delayMs: revalidateDelayMs,
})

const waitingForStock: Reaction<'STOCK_MOVED'> = ({ sku, data }) =>
  data.toState === 'AVAILABLE' ? revalidate({ reason: 'INVENTORY_OUT_OF_STOCK', sku }) : null

/** A new item is what lines with its SKU waited for; a lower safety stock leaves more for the others. */
const waitingForItem: Reaction<'SETTINGS_CHANGED'> = ({ sku, changes, data }) => {
  if (data.subject !== 'STOCK_ITEM' || sku === null) return null
  if (changes.some(({ field, before }) => field === 'sku' && before === null))
    return revalidate({ reason: 'UNMAPPED_SKU', sku })
  const less = changes.some(
    ({ field, before, after }) => field === 'safetyStock' && typeof before === 'number' && Number(after) < before,
  )
  return less ? revalidate({ reason: 'INVENTORY_OUT_OF_STOCK', sku }) : null
}

/** Stock of a warehouse counts while it is on. */
const waitingForWarehouse: Reaction<'SETTINGS_CHANGED'> = ({ changes, data }) => {
  const turned = changes.some(({ field, before }) => (field === 'enabled' || field === 'kind') && before !== null)
  return data.subject === 'WAREHOUSE' && turned ? revalidate({ reason: 'INVENTORY_OUT_OF_STOCK' }) : null
}

const waitingForSkuMapping: Reaction<'CHANNEL_SAVED'> = ({ channelKey, changes }) =>
  changes.some(({ field }) => isEntryOf('skuMap', field)) ? revalidate({ reason: 'UNMAPPED_SKU', channelKey }) : null

/** What a status means, and what the settings allow, may end or place any of the channel's holds. A new channel has none. */
const waitingForChannel: Reaction<'CHANNEL_SAVED'> = ({ channelKey, changes }) => {
  const isNew = changes.some(({ field }) => field === 'key')
  const judges = changes.some(({ field }) => isEntryOf('statusMap', field) || isEntryOf('settings', field))
  return judges && !isNew ? revalidate({ channelKey }) : null
}

/** What became ready before the channel released by itself is released when it begins to. */
const releaseReady: Reaction<'CHANNEL_SAVED'> = ({ channelKey, changes }, channel) => {
  const begun = changes.some(({ field }) => field === 'stages' || field === 'enabled')
  const releases = channel?.enabled && channel.stages.includes('AUTO_RELEASE')
  return begun && releases ? job('release-ready', 'channelKey', channelKey) : null
}

const pushToChannel: Reaction<'CHANNEL_PUSH_REQUESTED'> = ({ data: { pushId }, orderId, channelKey }) =>
  job('push-channel', 'pushId', pushId, { payload: { pushId, orderId, channelKey }, ...queueOf(channelKey) })

/** The job sleeps until the hold's time comes. */
const expireHold: Reaction<'ORDER_HELD'> = ({ data, orderId }) =>
  data.expiresAt === null ? null : job('expire-holds', 'orderId', orderId)

/** A channel's poll: one job, however often it is requested. */
export const pollJob = (channelKey: string): JobRequest => ({
  task: 'poll-channel',
  key: `poll-channel:${channelKey}`,
  payload: { channelKey },
  ...queueOf(channelKey),
})

const pollChannel: Reaction<'CHANNEL_SAVED'> = ({ channelKey }, channel) =>
  channel?.enabled && channel.stages.includes('ORDER_IMPORT') ? pollJob(channelKey) : null

const stepAtCarrier: Reaction<'SHIPMENT_PACKED' | 'SHIPMENT_SHIPPED'> = ({ shipmentId }) =>
  job('carrier-step', 'shipmentId', shipmentId)

/** A queue per channel, so that the channel's own rate limit holds. */
const queueOf = (channelKey: string): Pick<JobRequest, 'queue'> => ({ queue: `channel:${channelKey}` })

/** What each event sets in motion. A new type of event does not compile until somebody decided that here. */
const reactions: { [Type in EventType]: readonly Reaction<Type>[] } = {
  ORDER_IMPORTED: [releaseWhenReady],
  ORDER_UPDATED: [releaseWhenReady],
  ORDER_VALIDATED: [releaseWhenReady],
  ORDER_HELD: [expireHold],
  HOLD_RELEASED: [releaseWhenReady],
  ORDER_RELEASED: [],
  ORDER_UNRELEASED: [],
  ORDER_CANCELLED: [],
  ORDER_STATUS_CHANGED: [releaseWhenReady],
  ORDER_CHANGE_PENDING: [],
  ORDER_CHANGE_DECIDED: [releaseWhenReady],
  CANCELLATION_REQUESTED: [],
  CANCELLATION_DECIDED: [releaseWhenReady],
  ITEM_SUBSTITUTED: [releaseWhenReady],
  RETURN_RECORDED: [],
  PAYMENT_RECORDED: [releaseWhenReady],
  REFUND_RECORDED: [],
  MESSAGE_RECORDED: [],
  SHIPMENT_PLANNED: [],
  SHIPMENT_WITHDRAWN: [],
  PICKING_STARTED: [],
  SHIPMENT_PACKED: [stepAtCarrier],
  SHIPMENT_SHIPPED: [stepAtCarrier],
  TRACKING_RECORDED: [],
  SHIPMENT_DELIVERED: [],
  EXCEPTION_OPENED: [],
  EXCEPTION_UPDATED: [],
  EXCEPTION_ASSIGNED: [],
  EXCEPTION_BREACHED: [],
  EXCEPTION_RESOLVED: [],
  STOCK_MOVED: [waitingForStock],
  CHANNEL_SAVED: [pollChannel, waitingForSkuMapping, waitingForChannel, releaseReady],
  CHANNEL_PUSH_REQUESTED: [pushToChannel],
  CHANNEL_PUSH_ANSWERED: [],
  SETTINGS_CHANGED: [waitingForItem, waitingForWarehouse],
  ORDER_SNAPSHOT: [],
}

/** What one event sets in motion. */
const wantedBy = <Type extends EventType>(
  event: RecordedEvent<Type>,
  channel: ReactedChannel | undefined,
): JobRequest[] =>
  (reactions[event.type] as readonly Reaction<Type>[]).flatMap((reaction) => reaction(event, channel) ?? [])

/** The jobs that these events request, one of each key: the queue refuses a key that comes twice in one call. */
export function reactionsTo(
  events: readonly RecordedEvent[],
  channels: ReadonlyMap<string, ReactedChannel>,
): JobRequest[] {
  const jobs = new Map<string, JobRequest>()
  for (const event of events) {
    const channel = event.channelKey === null ? undefined : channels.get(event.channelKey)
    for (const wanted of wantedBy(event, channel)) jobs.set(wanted.key, wanted)
  }
  return [...jobs.values()]
}
