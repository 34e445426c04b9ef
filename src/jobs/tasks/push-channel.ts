import { z } from 'zod'
import { refusals } from '#api-client/documents/answers'
import { type OrderToPush, orderToPush, recordChannelPush } from '#api-client/documents/channels'
import { nodeId } from '#api-client/node-id'
import type { ChannelFact, ChannelSession, PushAnswer } from '#connectors/channels/port'
import { backoff } from '../backoff.ts'
import { type Job, task } from '../job.ts'
import { done, retryAfter } from '../outcome.ts'

type Push = NonNullable<OrderToPush['channelPushes']>[number]

/** Tells a channel what happened to one of its orders, and keeps what it answered. */
export const pushChannelTask = task({
  name: 'push-channel',
  payload: z.object({ orderId: z.string(), pushId: z.string(), channelKey: z.string() }),
  async run({ orderId, pushId, channelKey: channel }, job) {
    const api = await job.apiOf(channel)
    const asked = { id: nodeId('Order', orderId), channel }
    const { node, channel: found } = await api.execute(orderToPush, asked)
    const push = node?.channelPushes?.find(({ id }) => id === pushId)
    if (node === null || push === undefined || push.state === 'CONFIRMED' || push.state === 'REJECTED') return done
    const session = job.channel(channel, found?.kind ?? '')
    if (session === undefined) return done
    const fact = factOf(node as OrderToPush, push, channel) // a push was found in it, so it is an order
    const answer: PushAnswer =
      fact === null
        ? { state: 'REJECTED', reason: `this build notifies no channel of ${push.fact}` }
        : await tell(session, fact, job.repeated || push.attempts > 0, job)
    const recorded = {
      pushId,
      state: answer.state,
      reference: answer.state === 'CONFIRMED' ? answer.reference : null,
      error: answer.state === 'CONFIRMED' ? null : answer.reason,
    }
    const [refusal] = refusals((await api.execute(recordChannelPush, recorded)).recordChannelPush)
    if (refusal !== undefined) throw new Error(`the channel's answer could not be recorded: ${refusal.message}`)
    return answer.state === 'IN_DOUBT' ? retryAfter(backoff(job.failures + 1, Math.random()), answer.reason) : done
  },
})

/** Nothing is sent twice: a run that may have sent it before asks the channel first. */
async function tell(
  session: ChannelSession,
  fact: ChannelFact,
  repeated: boolean,
  { signal }: Job,
): Promise<PushAnswer> {
  const known = repeated ? await session.find(fact, signal) : null
  return known === null ? session.push(fact, signal) : { state: 'CONFIRMED', reference: known }
}

function factOf(order: OrderToPush, push: Push, channel: string): ChannelFact | null {
  const orderReference = order.references.find(
    (each) => each.system === channel && each.kind === 'CHANNEL_ORDER',
  )?.value
  if (orderReference === undefined) return null
  if (push.fact === 'CANCELLATION') {
    const lines = order.lines
      .filter(({ cancelled }) => cancelled > 0)
      .map(({ reference, cancelled }) => ({ line: reference ?? '', quantity: cancelled }))
    const whole = order.lines.every(({ quantity, cancelled }) => quantity === cancelled)
    return { fact: 'CANCELLATION', reference: order.number, orderReference, lines, whole }
  }
  const shipment = push.subject
  if (push.fact !== 'SHIPMENT' || shipment?.number === undefined) return null
  return {
    fact: 'SHIPMENT',
    reference: shipment.number,
    orderReference,
    lines: (shipment.lines ?? []).map(({ orderLine, quantity }) => ({ line: orderLine?.reference ?? '', quantity })),
    carrier: shipment.carrier ?? null,
    trackingNumbers: (shipment.packages ?? []).flatMap(({ trackingNumber }) => trackingNumber ?? []),
    shippedAt: shipment.shippedAt ?? null,
  }
}
