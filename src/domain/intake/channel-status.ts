import { closeCase, openCase } from '../exception/cases.ts'
import type { Snapshot } from '../input/snapshot.ts'
import type { Draft } from '../order/draft.ts'
import { liftHold, placeHold } from '../order/holds.ts'
import { intentsOf, type MeantStatus } from '../order/intents.ts'
import type { HouseFacts } from '../shipment/shipments.ts'
import type { HoldReason, StatusIntent } from '../vocabulary.ts'
import { syncCancellationRequests } from './reports/cancellation-requests.ts'
import { cancelUpTo } from './reports/cancellations.ts'
import { deliverElsewhere, leaveToChannel, shipElsewhere } from './reports/elsewhere.ts'

const RULE = 'channel-status'

/**
 * Does what the channel's own statuses ask, by its status map. Safe to repeat: it goes by the statuses as last seen, so a
 * status that is mapped later takes effect the next time the order is looked at.
 */
export function applyChannelStatuses(draft: Draft, facts: HouseFacts, snapshot: Snapshot | null): void {
  const statuses = intentsOf(draft.channel, draft.order.channelStatuses)
  const asks = (...intents: StatusIntent[]) =>
    statuses.filter(({ intent }) => intent !== null && intents.includes(intent))

  if (asks('CANCEL').length > 0)
    cancelUpTo(draft, facts, new Map(draft.state.lines.map((line) => [line.id, line.quantity])), undefined)
  if (asks('FULFILLED_BY_CHANNEL').length > 0) leaveToChannel(draft, facts)
  // Where the channel lists what was shipped, its status says nothing more.
  const listed = (snapshot?.fulfillments?.length ?? 0) > 0
  const [delivered, shipped] = [asks('DELIVERED_ELSEWHERE').length > 0, asks('SHIPPED_ELSEWHERE').length > 0]
  if ((delivered || shipped) && !listed) shipElsewhere(draft, facts, delivered ? 'DELIVERED' : 'SHIPPED')
  if (delivered) deliverElsewhere(draft, facts)
  syncCancellationRequests(draft, snapshot?.cancellations ?? [], asks('CANCEL_REQUESTED'))
  holdForStatuses(draft, statuses, listed)
  raise(draft, asks('RAISE_EXCEPTION'))
}

interface StatusHold {
  reason: HoldReason
  statuses: MeantStatus[]
}

function holdForStatuses(draft: Draft, statuses: MeantStatus[], listed: boolean): void {
  const outstanding = draft.state.lines.some((line) => line.open + line.allocated > 0)
  const unmapped = outstanding ? statuses.filter(({ intent }) => intent === null) : []
  const partly = outstanding && !listed && !hasShipped(draft) ? statuses.filter(isPartly) : []
  const wanted: StatusHold[] = []
  const want = (reason: HoldReason, status: MeantStatus) => {
    const entry = wanted.find((hold) => hold.reason === reason)
    if (entry === undefined) wanted.push({ reason, statuses: [status] })
    else entry.statuses.push(status)
  }
  for (const status of unmapped) want('UNMAPPED_STATUS', status)
  for (const status of partly) want('CHANNEL_HOLD', status)
  if (outstanding)
    for (const status of statuses) if (status.intent === 'HOLD') want(status.holdReason ?? 'CHANNEL_HOLD', status)

  for (const hold of draft.state.holds) {
    if (hold.rule === RULE && hold.releasedAt === null && !wanted.some(({ reason }) => reason === hold.reason))
      liftHold(draft, hold.id)
  }
  for (const { reason, statuses: because } of wanted)
    placeHold(draft, { reason, rule: RULE, evidence: { statuses: because.map(named) } })
  tellUnmapped(draft, unmapped)
  tellPartly(draft, partly)
}

const isPartly = ({ intent }: MeantStatus): boolean => intent === 'PARTIALLY_SHIPPED_ELSEWHERE'

/** Something has left, so "partly shipped" is no news. */
const hasShipped = (draft: Draft): boolean =>
  draft.state.lines.some((line) => line.shipped + line.delivered + line.returned + line.lost > 0)

const named = ({ field, value }: MeantStatus) => ({ field, value })

function tellUnmapped(draft: Draft, unmapped: MeantStatus[]): void {
  if (unmapped.length === 0) {
    closeCase(draft, 'UNMAPPED_STATUS', undefined, { resolution: 'The status is mapped, or gone.' })
    return
  }
  const words = unmapped.map(({ field, value }) => `${field} = ${value}`).join(', ')
  openCase(draft, {
    kind: 'UNMAPPED_STATUS',
    summary: `Nobody has said what ${words} means in ${draft.channel.key}: map it with mapChannelStatus.`,
    evidence: { channel: draft.channel.key, statuses: unmapped.map(named) },
    rule: RULE,
  })
}

function tellPartly(draft: Draft, partly: MeantStatus[]): void {
  const subject = `order:${draft.order.id}:partly-shipped`
  if (partly.length === 0) {
    closeCase(draft, 'CHANNEL_STATE_MISMATCH', subject)
    return
  }
  openCase(draft, {
    kind: 'CHANNEL_STATE_MISMATCH',
    subject,
    summary: 'The channel shipped a part and does not say which: look it up there, so that nothing is sent twice.',
    evidence: { statuses: partly.map(named) },
    rule: RULE,
  })
}

function raise(draft: Draft, statuses: MeantStatus[]): void {
  const subject = `order:${draft.order.id}:status`
  if (statuses.length === 0) {
    closeCase(draft, 'CHANNEL_STATE_MISMATCH', subject)
    return
  }
  const words = statuses.map(({ field, value }) => `${field} = ${value}`).join(', ')
  openCase(draft, {
    kind: 'CHANNEL_STATE_MISMATCH',
    subject,
    summary: `The channel shows ${words}, which needs a person: see what it wants.`,
    evidence: { statuses: statuses.map(named) },
    rule: RULE,
  })
}
