import { PARKED_PER_REFERENCE } from '#domain/input/limits'
import { type ParkedMessage, park } from '#domain/intake/parked'
import { refuse } from '#domain/problems'
import { isStorable, REFERENCE_LIMIT } from '#domain/values/text'
import { FactsMoved } from '#store/errors'
import { orderIdByReference } from '#store/read/order-names'
import { loadParkSlot } from '#store/read/park-slot'
import type { CommandContext } from './command-context.ts'
import type { OrderKeyValue } from './key-names.ts'

/** The reference that a connector says something of, when no order has it yet; null: there is an order, or it may not park. */
export async function parkable(command: CommandContext, key: OrderKeyValue): Promise<string | null> {
  const { reference } = key
  const own = command.viewer.channelKey !== null && reference?.system === command.viewer.channelKey
  if (!own || (reference.kind ?? 'CHANNEL_ORDER') !== 'CHANNEL_ORDER') return null
  if (!isStorable(reference.value)) return null
  const orderId = await orderIdByReference(command.handle, command.referenceKey(reference))
  return orderId === undefined ? reference.value : null
}

/** Keeps a connector's message for an order that is not here yet; it is applied when the order comes. */
export async function parkMessage(command: CommandContext, reference: string, message: ParkedMessage) {
  const answer = { orderId: null, parked: true }
  const slot = await loadParkSlot(command.handle, command.viewer.channelKey ?? '', reference)
  if (slot === undefined) return refuse('UNKNOWN_CHANNEL', `There is no channel "${command.viewer.channelKey}".`, ['order'])
  if (slot.orderId !== null) throw new FactsMoved()
  if (reference.length > REFERENCE_LIMIT)
    refuse('INVALID_INPUT', `A reference has at most ${REFERENCE_LIMIT} characters.`, ['order', 'reference', 'value'])
  const parked = park(slot.parked, message)
  if (parked === null)
    return refuse(
      'LIMIT_EXCEEDED',
      `${PARKED_PER_REFERENCE} messages wait for order ${reference}; import the order first.`,
      ['order'],
    )
  if (parked.length === slot.parked.length) return command.commit({}, answer)
  const { channelId } = slot
  return command.commit(
    {
      slots: [
        { channelId, reference, expectedOrderId: null, expectedParked: slot.parked.length, orderId: null, parked },
      ],
    },
    answer,
  )
}
