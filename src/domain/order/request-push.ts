import type { AutomationStage, PushFact } from '../vocabulary.ts'
import type { Draft } from './draft.ts'

const stageOf: Partial<Record<PushFact, AutomationStage>> = {
  SHIPMENT: 'TRACKING_PUSH',
  CANCELLATION: 'CANCELLATION_SYNC',
}

/**
 * Requests that the channel is notified, where it has the stage for it. What its own connector reported is not sent back. A
 * fact is there once per subject: a second cancellation of an order sends the order's cancellations again.
 */
export function requestPush(
  draft: Draft<'pushes'>,
  fact: PushFact,
  subject: { type: 'Order' | 'Shipment'; id: string },
): void {
  const { channel, moment } = draft
  const stage = stageOf[fact]
  if (stage === undefined || !channel.stages.includes(stage) || moment.actor.kind === 'CONNECTOR') return
  const known = draft.state.pushes.find((push) => push.fact === fact && push.subjectId === subject.id)
  const fresh = {
    state: 'REQUESTED' as const,
    requestedAt: moment.now,
    confirmedAt: null,
    attempts: 0,
    lastError: null,
  }
  const id = known?.id ?? moment.id()
  if (known !== undefined) draft.patch('pushes', known.id, fresh)
  else
    draft.add('pushes', {
      id,
      orderId: draft.order.id,
      channelId: channel.id,
      fact,
      subjectType: subject.type,
      subjectId: subject.id,
      ...fresh,
    })
  draft.event({
    type: 'CHANNEL_PUSH_REQUESTED',
    shipmentId: subject.type === 'Shipment' ? subject.id : null,
    data: { pushId: id, fact, subjectType: subject.type, subjectId: subject.id },
  })
}
