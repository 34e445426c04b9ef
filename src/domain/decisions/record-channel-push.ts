import { closeCase, openCase } from '../exception/cases.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { problem, Refusal, refuse } from '../problems.ts'
import type { PushRow } from '../rows/channel-rows.ts'
import { LINE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import type { PushState, ReferenceKind } from '../vocabulary.ts'

export const pushNeeds = needs('pushes', 'references', 'exceptions')
type Part = Named<typeof pushNeeds>

export interface ChannelAnswer {
  pushId: string
  state: PushState
  /** What the channel calls it, where it agreed. */
  reference?: string | null
  /** What the channel said, where it did not. */
  error?: string | null
}

/** What of the order the channel's name of a fact is. */
const referenceKinds: Partial<Record<PushRow['fact'], ReferenceKind>> = {
  SHIPMENT: 'FULFILLMENT',
  CANCELLATION: 'CANCELLATION',
  REFUND: 'REFUND',
  RETURN: 'RETURN',
}

const words: Record<PushRow['fact'], string> = {
  SHIPMENT: 'shipment',
  CANCELLATION: 'cancellation',
  REFUND: 'refund',
  RETURN: 'return',
  CAPTURE: 'capture of a payment',
  STOCK: 'stock',
  MESSAGE: 'message',
}

/**
 * What the channel made of what it received. A confirmation stands: a later answer of an attempt that crossed it says nothing
 * new (null). A rejection asks a person, and is answered when the channel agrees after all.
 */
export function recordChannelPush(facts: OrderFacts<Part>, answer: ChannelAnswer, moment: Moment): Change<Part> | null {
  const push = facts.state.pushes.find(({ id }) => id === answer.pushId)
  if (push === undefined) throw new Refusal(problem('NOT_FOUND', 'The order has no such push.', ['pushId']))
  if (answer.state === 'REQUESTED')
    refuse('INVALID_INPUT', 'An answer is CONFIRMED, REJECTED or IN_DOUBT; REQUESTED is what waits for one.', ['state'])
  if (push.state === 'CONFIRMED') return null
  const draft = Draft.edit(facts, moment)
  const confirmed = answer.state === 'CONFIRMED'
  const error = confirmed ? null : ((answer.error ?? null)?.slice(0, LINE_LIMIT) ?? null)
  draft.patch('pushes', push.id, {
    state: answer.state,
    confirmedAt: confirmed ? moment.now : null,
    attempts: push.attempts + 1,
    lastError: error,
  })
  draft.event({
    type: 'CHANNEL_PUSH_ANSWERED',
    shipmentId: push.subjectType === 'Shipment' ? push.subjectId : null,
    changes: [{ field: 'state', before: push.state, after: answer.state }],
    data: { pushId: push.id, fact: push.fact, subjectType: push.subjectType, subjectId: push.subjectId },
  })
  if (confirmed) nameIt(draft, push, answer.reference ?? null)
  askPerson(draft, push, answer.state, error)
  return draft.finish()
}

/** The channel's own name of it makes its later echo known as ours. */
function nameIt(draft: Draft<Part>, push: PushRow, value: string | null): void {
  const kind = referenceKinds[push.fact]
  const system = draft.channel.key
  if (kind === undefined || value === null || value.length === 0 || value.length > REFERENCE_LIMIT) return
  if (draft.state.references.some((each) => each.system === system && each.kind === kind && each.value === value))
    return
  draft.add('references', { id: draft.moment.id(), orderId: draft.order.id, system, kind, value, url: null })
}

function askPerson(draft: Draft<Part>, push: PushRow, state: PushState, error: string | null): void {
  const subject = `push:${push.id}`
  if (state !== 'REJECTED') {
    closeCase(draft, 'CHANNEL_PUSH_REJECTED', subject, { resolution: 'The channel was notified again.' })
    return
  }
  openCase(draft, {
    kind: 'CHANNEL_PUSH_REJECTED',
    subject,
    summary: `${draft.channel.name} did not accept the ${words[push.fact]} of order ${draft.order.number}. Look at what it said, and put it right there.`,
    evidence: { fact: push.fact, said: error },
    rule: 'channel-push',
    shipmentId: push.subjectType === 'Shipment' ? push.subjectId : null,
  })
}
