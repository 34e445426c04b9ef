import type { ReadOrder } from '../input/read-order.ts'
import type { Moment } from '../moment.ts'
import type { Change } from '../order/draft.ts'
import type { ChannelFacts, OrderFacts } from '../order/state.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import type { SnapshotRow } from '../rows/channel-rows.ts'
import { compareSnapshots, type SnapshotStamp } from './compare-snapshots.ts'
import { ImportBatch } from './import-batch.ts'
import type { ImportFacts, ReservationFacts } from './import-facts.ts'
import { createOrder, recheckOrder, type Update, updateOrder } from './import-order.ts'

export const importOutcomes = ['CREATED', 'UPDATED', 'UNCHANGED', 'STALE', 'REJECTED', 'NOT_APPLIED'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

export interface OrderOutcome {
  index: number
  outcome: ImportOutcome
  orderId: string | null
  userErrors: Problem[]
}

export interface ImportDecision {
  outcomes: OrderOutcome[]
  /** Defects of ours that one order ran into; its neighbours are not refused for them. */
  defects: unknown[]
  changes: Change[]
  /** References that get their order. */
  reservations: { channelId: string; reference: string; orderId: string; expectedDeferred: number }[]
  /** The snapshots that were decided on; another one meanwhile, and all is decided again. */
  expected: { orderId: string; updatedAt: string | null; digest: string }[]
  /** Newer snapshots that change nothing, and still are the newest word. */
  remembered: SnapshotRow[]
}

/** What is known of one reference while the call is decided: several snapshots of one order may be in it. */
interface Working {
  reservation: ReservationFacts
  stamp: SnapshotStamp | null
  facts: OrderFacts | null
  change: Change | null
  remember: SnapshotRow | null
}

/** Decides a whole call. Several snapshots of one order are taken in the order of the channel's clock. Stops after each order. */
export function* decideImport(reads: ReadOrder[], facts: ImportFacts, moment: Moment): Generator<void, ImportDecision> {
  const batch = new ImportBatch(facts)
  const working = new Map<string, Working>()
  const outcomes: OrderOutcome[] = []
  const defects: unknown[] = []
  for (const place of inTime(reads)) {
    const read = reads[place]!
    const { index } = read
    try {
      outcomes[place] = { index, userErrors: [], ...decideOne(read, batch, working, moment) }
    } catch (error) {
      if (!(error instanceof Refusal)) defects.push(error)
      outcomes[place] = rejected(index, error instanceof Refusal ? error.problems : [defect])
    }
    yield
  }
  return { outcomes, defects, ...written([...working.values()]) }
}

/** Said of an order that could not be stored for a reason that is not its sender's. */
export const defect: Problem = problem(
  'INVALID_INPUT',
  'This order could not be stored; nothing of it was kept. The server has logged why: send it again when that is mended.',
)

/** Paths of refusals inside one order begin with its place in the call. */
export const rejected = (index: number, problems: Problem[]): OrderOutcome => ({
  index,
  outcome: 'REJECTED',
  orderId: null,
  userErrors: problems.map((one) => ({
    ...one,
    field: one.field?.[0] === 'orders' ? one.field : ['orders', String(index), ...(one.field ?? [])],
  })),
})

function inTime(reads: ReadOrder[]): number[] {
  const time = (index: number) => Date.parse(reads[index]!.updatedAt ?? '') || 0
  const order = reads.map((_, index) => index)
  const keys = new Set(reads.map((read) => `${read.channelKey} ${read.snapshot.reference}`))
  return keys.size === reads.length ? order : order.sort((a, b) => time(a) - time(b) || a - b)
}

function decideOne(
  read: ReadOrder,
  batch: ImportBatch,
  working: Map<string, Working>,
  moment: Moment,
): Pick<OrderOutcome, 'outcome' | 'orderId'> {
  if (read.problems.length > 0) throw new Refusal(...read.problems)
  const channel = channelOf(read, batch)
  if (read.test) return { outcome: 'NOT_APPLIED', orderId: null }
  const key = `${channel.id} ${read.snapshot.reference}`
  const known = working.get(key) ?? workingOf(batch, batch.reservation(channel.id, read.snapshot.reference))
  working.set(key, known)
  if (known.stamp === null) {
    const change = createOrder(read, batch, channel, known.reservation.deferred, moment)
    take(known, change, batch)
    return { outcome: 'CREATED', orderId: change.after.order.id }
  }
  const orderId = known.facts?.state.order.id ?? known.reservation.orderId!
  const comparison = compareSnapshots(known.stamp, read)
  if (comparison === 'STALE') return { outcome: 'STALE', orderId }
  if (comparison === 'SAME_LATER')
    keep(known, { orderId, updatedAt: read.updatedAt, digest: read.digest, body: read.snapshot })
  const update =
    comparison === 'NEWER' ? updateOrder(read, loaded(known), batch, moment) : recheck(known, batch, moment)
  if (update.change !== null) take(known, update.change, batch)
  if (update.remember !== null) keep(known, update.remember)
  return { outcome: update.change === null ? 'UNCHANGED' : 'UPDATED', orderId }
}

/** Whether an order must be there whole to decide on this snapshot of it. */
export const needsOrder = (reservation: ReservationFacts, read: ReadOrder): boolean =>
  reservation.orderId !== null &&
  (reservation.recheck ||
    compareSnapshots({ updatedAt: reservation.updatedAt, digest: reservation.digest ?? '' }, read) === 'NEWER')

const loaded = (known: Working): OrderFacts => {
  if (known.facts === null) throw new Error(`order ${known.reservation.orderId} was not loaded`)
  return known.facts
}

const recheck = (known: Working, batch: ImportBatch, moment: Moment): Update => ({
  change: known.reservation.recheck ? recheckOrder(loaded(known), batch, moment) : null,
  remember: null,
})

function channelOf(read: ReadOrder, batch: ImportBatch): ChannelFacts {
  const channel = batch.channel(read.channelKey)
  if (channel === undefined)
    throw new Refusal(
      problem(
        'UNKNOWN_CHANNEL',
        `There is no channel ${JSON.stringify(read.channelKey)}, or it is not yours; create it with saveChannel.`,
        ['channel'],
      ),
    )
  if (!channel.enabled)
    throw new Refusal(
      problem('NOT_ENABLED_FOR_CHANNEL', `Channel ${channel.key} is disabled; enable it with saveChannel first.`, [
        'channel',
      ]),
    )
  return channel
}

function workingOf(batch: ImportBatch, reservation: ReservationFacts): Working {
  const facts = reservation.orderId === null ? null : (batch.facts.orders.get(reservation.orderId) ?? null)
  const stamp =
    reservation.orderId === null ? null : { updatedAt: reservation.updatedAt, digest: reservation.digest ?? '' }
  return { reservation, stamp, facts, change: null, remember: null }
}

/** Two decisions on one order in one call are one change: from what it was to what the second left. */
function take(known: Working, change: Change, batch: ImportBatch): void {
  batch.account(change)
  const first = known.change
  known.change =
    first === null
      ? change
      : {
          before: first.before,
          after: change.after,
          events: [...first.events, ...change.events],
          movements: [...first.movements, ...change.movements],
          ledger: [...first.ledger, ...change.ledger],
          messages: [...first.messages, ...change.messages],
        }
  known.facts = nextFacts(known, change, batch)
  known.remember = null
  const { snapshot } = change.after
  if (snapshot !== null) known.stamp = { updatedAt: snapshot.updatedAt, digest: snapshot.digest }
}

const nextFacts = (known: Working, change: Change, batch: ImportBatch): OrderFacts => ({
  state: change.after,
  channel: known.facts?.channel ?? batch.facts.channels.find((channel) => channel.id === change.after.order.channelId)!,
  items: { ...known.facts?.items, ...batch.items.items },
  warehouses: batch.facts.warehouses,
})

function keep(known: Working, snapshot: SnapshotRow): void {
  known.stamp = { updatedAt: snapshot.updatedAt, digest: snapshot.digest }
  if (known.facts !== null) known.facts = { ...known.facts, state: { ...known.facts.state, snapshot } }
  // A change of this call carries its order's snapshot; alone, the snapshot is written by itself.
  if (known.change === null) known.remember = snapshot
  else known.change = { ...known.change, after: { ...known.change.after, snapshot } }
}

function written(working: Working[]): Omit<ImportDecision, 'outcomes' | 'defects'> {
  const touched = working.filter(({ change, remember }) => change !== null || remember !== null)
  return {
    changes: touched.flatMap(({ change }) => change ?? []),
    reservations: touched
      .filter(({ reservation }) => reservation.orderId === null)
      .map(({ reservation, change }) => ({
        channelId: reservation.channelId,
        reference: reservation.reference,
        orderId: change!.after.order.id,
        expectedDeferred: reservation.deferred.length,
      })),
    expected: touched.flatMap(({ reservation }) =>
      reservation.orderId === null || reservation.digest === null
        ? []
        : [{ orderId: reservation.orderId, updatedAt: reservation.updatedAt, digest: reservation.digest }],
    ),
    remembered: touched.flatMap(({ remember }) => remember ?? []),
  }
}
