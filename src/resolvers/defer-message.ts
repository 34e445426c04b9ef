import { DEFERRED_PER_REFERENCE } from '#domain/input/limits'
import { type DeferredMessage, defer } from '#domain/intake/deferred'
import { refuse } from '#domain/problems'
import { isStorable, REFERENCE_LIMIT } from '#domain/values/text'
import { FactsMoved } from '#store/errors'
import { orderIdByReference } from '#store/read/order-names'
import { loadReservation } from '#store/read/reservation'
import type { CommandContext } from './command-context.ts'
import type { OrderKeyValue } from './key-names.ts'

/** The reference that a connector says something of, when no order has it yet; null: there is an order, or its message may not be deferred. */
export async function deferrable(command: CommandContext, key: OrderKeyValue): Promise<string | null> {
  const { reference } = key
  const own = command.viewer.channelKey !== null && reference?.system === command.viewer.channelKey
  if (!own || (reference.kind ?? 'CHANNEL_ORDER') !== 'CHANNEL_ORDER') return null
  if (!isStorable(reference.value)) return null
  const orderId = await orderIdByReference(command.handle, command.referenceKey(reference))
  return orderId === undefined ? reference.value : null
}

/** Keeps a connector's message for an order that is not here yet; it is applied when the order comes. */
export async function deferMessage(command: CommandContext, reference: string, message: DeferredMessage) {
  const answer = { orderId: null, parked: true }
  const reservation = await loadReservation(command.handle, command.viewer.channelKey ?? '', reference)
  if (reservation === undefined)
    return refuse('UNKNOWN_CHANNEL', `There is no channel "${command.viewer.channelKey}".`, ['order'])
  if (reservation.orderId !== null) throw new FactsMoved()
  if (reference.length > REFERENCE_LIMIT)
    refuse('INVALID_INPUT', `A reference has at most ${REFERENCE_LIMIT} characters.`, ['order', 'reference', 'value'])
  const deferred = defer(reservation.deferred, message)
  if (deferred === null)
    return refuse(
      'LIMIT_EXCEEDED',
      `${DEFERRED_PER_REFERENCE} messages wait for order ${reference}; import the order first.`,
      ['order'],
    )
  if (deferred.length === reservation.deferred.length) return command.commit({}, answer)
  const { channelId } = reservation
  return command.commit(
    {
      reservations: [
        {
          channelId,
          reference,
          expectedOrderId: null,
          expectedDeferred: reservation.deferred.length,
          orderId: null,
          deferred,
        },
      ],
    },
    answer,
  )
}
