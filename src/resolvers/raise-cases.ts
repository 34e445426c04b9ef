import { caseNeeds } from '#domain/exception/cases'
import {
  cleanRaise,
  type ExceptionToRaise,
  type RaiseResult,
  raiseExceptions,
  subjectOf,
} from '#domain/exception/raise-exceptions'
import { type Problem, problem } from '#domain/problems'
import { parseOrderNumber, parseShipmentNumber } from '#domain/values/order-number'
import { isStorable } from '#domain/values/text'
import type { ExceptionKind } from '#domain/vocabulary'
import { rowId } from '#schema/global-id'
import { casesBySubject, type LocatedSubject, locateSubjects, type NamedSubject } from '#store/read/exception-facts'
import { loadOrderFacts } from '#store/read/order-facts'
import type { Namesake } from '#store/read/order-names'
import { inSlices } from '#store/turn'
import type { CommandContext } from './command-context.ts'
import { ambiguous, notFound, type OrderKeyValue, type ShipmentKeyValue } from './key-names.ts'

export interface RaiseArguments {
  kind: ExceptionKind
  summary: string
  order?: OrderKeyValue | null
  shipment?: ShipmentKeyValue | null
  channel?: string | null
  reference?: string | null
  evidence?: unknown
}

/** Looks up what each names, raises those that are new, and commits with the answer made of the results. */
export async function raiseCases<Answer extends object>(
  command: CommandContext,
  given: readonly RaiseArguments[],
  answer: (results: RaiseResult[]) => Answer,
): Promise<Answer> {
  const named = given.map(namesOf)
  const located = await locateSubjects(
    command.handle,
    named.map((names) => ('code' in names ? {} : names)),
    command.viewer.channelKey,
  )
  const asked = await inSlices(resolveAll(command, given, named, located))
  const valid = asked.filter((raise): raise is ExceptionToRaise => !('code' in raise))
  const known = await casesBySubject(
    command.handle,
    valid.map((raise) => ({ kind: raise.kind, subject: subjectOf(raise) })),
  )
  const orderIds = [...new Set(valid.flatMap((raise) => raise.orderId ?? []))]
  const orders = await loadOrderFacts(command.handle, orderIds, caseNeeds)
  const { results, changes, rows, events } = await inSlices(raiseExceptions(asked, known, orders, command.moment))
  return command.commit(
    { changes, rows: rows.length === 0 ? [] : [{ table: 'exception_case', op: 'insert', rows }], events },
    answer(results),
  )
}

function* resolveAll(
  command: CommandContext,
  given: readonly RaiseArguments[],
  named: readonly (NamedSubject | Problem)[],
  located: readonly LocatedSubject[],
): Generator<void, (ExceptionToRaise | Problem)[]> {
  const asked: (ExceptionToRaise | Problem)[] = []
  for (const [index, raise] of given.entries()) {
    const names = named[index]!
    asked.push('code' in names ? names : resolved(command, raise, names, located[index]!))
    yield
  }
  return asked
}

/** The names of an order, a shipment and a channel, as the look-up takes them; or a name that can be none. */
function namesOf({ order, shipment, channel }: RaiseArguments): NamedSubject | Problem {
  const names: NamedSubject = { channel: channel ?? null }
  const texts = [channel, order?.reference?.system, order?.reference?.value, shipment?.trackingNumber]
  if (texts.some((text) => text != null && !isStorable(text)))
    return problem('INVALID_INPUT', 'A name holds a NUL character or half a surrogate pair; remove it.', [])
  if (order?.id) names.orderId = rowId(order.id, 'Order') ?? null
  if (order?.reference)
    names.reference = {
      system: order.reference.system,
      kind: order.reference.kind ?? 'CHANNEL_ORDER',
      value: order.reference.value,
    }
  if (order?.number) {
    const parsed = parseOrderNumber(order.number)
    if (!parsed.ok) return problem('NOT_FOUND', parsed.message, ['order', 'number'])
    names.orderNumber = parsed.value
  }
  if (shipment?.id) names.shipmentId = rowId(shipment.id, 'Shipment') ?? null
  if (shipment?.trackingNumber) names.trackingNumber = shipment.trackingNumber
  if (shipment?.number) {
    const parsed = parseShipmentNumber(shipment.number)
    if (!parsed.ok) return problem('NOT_FOUND', parsed.message, ['shipment', 'number'])
    names.shipmentNumber = parsed.value.number
  }
  return names
}

/** What a name found that may name one thing alone. */
function only<Found extends Namesake>(
  kind: 'order' | 'shipment',
  key: OrderKeyValue & ShipmentKeyValue,
  [first, ...others]: Found[],
  dryRun: boolean,
): Found | Problem {
  if (first === undefined) return notFound(kind, key, [kind])
  return others.length === 0 ? first : ambiguous(kind, key, [first, ...others], [kind], dryRun)
}

/** What was found under the names, checked against the caller. */
function resolved(
  command: CommandContext,
  raise: RaiseArguments,
  names: NamedSubject,
  located: LocatedSubject,
): ExceptionToRaise | Problem {
  const { channel } = located
  const { dryRun } = command.handle
  const order = raise.order == null ? null : only('order', raise.order, located.orders, dryRun)
  if (order !== null && 'code' in order) return order
  const shipment = raise.shipment == null ? null : only('shipment', raise.shipment, located.shipments, dryRun)
  if (shipment !== null && 'code' in shipment) return shipment
  if (order !== null && shipment !== null && shipment.orderId !== order.id)
    return problem('INVALID_INPUT', 'The shipment belongs to another order; name one of them.', ['shipment'])
  if (names.channel != null && channel === null)
    return problem('UNKNOWN_CHANNEL', `There is no channel with the key ${JSON.stringify(names.channel)}.`, ['channel'])
  const ofOrder = order ?? shipment
  if (ofOrder !== null && channel !== null && ofOrder.channelKey !== channel.key)
    return problem('INVALID_INPUT', `Order and channel do not belong together; leave the channel out.`, ['channel'])
  if (raise.reference != null && channel === null)
    return problem('INVALID_INPUT', 'A reference names a trouble within a channel; give the channel too.', ['channel'])
  return cleanRaise({
    kind: raise.kind,
    summary: raise.summary,
    evidence: raise.evidence ?? null,
    orderId: order?.id ?? shipment?.orderId ?? null,
    shipmentId: shipment?.id ?? null,
    channel,
    reference: raise.reference ?? null,
  })
}
