import type { ReadOrder } from '../input/read-order.ts'
import type { Snapshot } from '../input/snapshot.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import type { ChannelFacts, OrderFacts } from '../order/state.ts'
import { problem, Refusal } from '../problems.ts'
import type { SnapshotRow } from '../rows/channel-rows.ts'
import { applyReports } from './apply-snapshot.ts'
import { customerId } from './customer.ts'
import type { DeferredMessage } from './deferred.ts'
import type { ImportBatch } from './import-batch.ts'
import { mergeSnapshot } from './merge-snapshot.ts'
import { newOrder } from './new-order.ts'

/** A new order, with all that happened to it before it came here. */
export function createOrder(
  read: ReadOrder,
  batch: ImportBatch,
  channel: ChannelFacts,
  deferred: DeferredMessage[],
  moment: Moment,
): Change {
  const draft = newOrder(
    read,
    {
      channel,
      items: batch.items,
      customer: batch.customer(customerId(channel.key, read.snapshot)),
      number: batch.number(),
    },
    moment,
  )
  applyReports(draft, { items: batch.items.items, warehouses: batch.facts.warehouses }, read.snapshot, deferred)
  return draft.finish()
}

export interface Update {
  /** Null: nothing about the order changed. */
  change: Change | null
  /** The snapshot to remember where there is no change to carry it. */
  remember: SnapshotRow | null
}

/** A newer snapshot of an order that is here. */
export function updateOrder(read: ReadOrder, facts: OrderFacts, batch: ImportBatch, moment: Moment): Update {
  const { snapshot: theirs, updatedAt, digest } = read
  const { state } = facts
  if (theirs.currency !== state.order.currencyCode)
    throw new Refusal(
      problem(
        'CURRENCY_MISMATCH',
        `Order ${state.order.number} is in ${state.order.currencyCode}; the channel now says ${theirs.currency}. Cancel it and import a new one.`,
      ),
    )
  const draft = Draft.edit(facts, moment)
  const house = { ...facts, items: { ...facts.items, ...batch.items.items } }
  const last = state.snapshot
  const base = (last?.body as Snapshot | undefined) ?? theirs
  mergeSnapshot(draft, house, batch.items, { base, theirs, updatedAt })
  applyReports(draft, house, theirs)
  // Without a clock of its own the snapshot is newer by arrival, and the last known time still guards the next one.
  const row = { orderId: state.order.id, updatedAt: updatedAt ?? last?.updatedAt ?? null, digest, body: theirs }
  return settled(draft, row)
}

/** An unchanged snapshot of an order that waits for a mapping: it may be there by now. */
export function recheckOrder(facts: OrderFacts, batch: ImportBatch, moment: Moment): Change | null {
  const draft = Draft.edit(facts, moment)
  const house = { ...facts, items: { ...facts.items, ...batch.items.items } }
  const { snapshot } = facts.state
  if (snapshot === null) return null
  applyReports(draft, house, snapshot.body as Snapshot)
  return settled(draft, snapshot).change
}

function settled(draft: Draft, snapshot: SnapshotRow): Update {
  if (draft.untouched) return { change: null, remember: snapshot }
  if (draft.withoutEvents) draft.event({ type: 'ORDER_UPDATED', data: { origin: 'CHANNEL' } })
  draft.setSnapshot(snapshot)
  return { change: draft.finish(), remember: null }
}
