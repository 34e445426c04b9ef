import { InputReader } from '../input/input-reader.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { Refusal } from '../problems.ts'
import { LINE_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import type { MessageDirection } from '../vocabulary.ts'

export const messageNeeds = needs()
type Part = Named<typeof messageNeeds>

export interface MessageToRecord {
  reference: string
  direction: MessageDirection
  subject?: string | null
  body?: string | null
  sentAt: string
}

/** Records a message to or from the buyer. The caller has made sure that it is not known yet. */
export function recordMessage(facts: OrderFacts<Part>, message: MessageToRecord, moment: Moment): Change<Part> {
  const read = new InputReader(['message'])
  const reference = read.required('reference', message.reference, REFERENCE_LIMIT)
  const subject = read.text('subject', message.subject, LINE_LIMIT) ?? null
  const body = read.text('body', message.body, NOTE_LIMIT) ?? null
  if (subject === null && body === null) read.refuse('The message is blank; give a subject or a body.', 'body')
  if (read.problems.length > 0) throw new Refusal(...read.problems)
  const draft = Draft.edit(facts, moment)
  const isOrderUpdateRequest = message.direction === 'INBOUND' && asksWhereItIs(`${subject ?? ''} ${body ?? ''}`)
  draft.message({
    id: moment.id(),
    orderId: facts.state.order.id,
    reference,
    direction: message.direction,
    subject,
    body,
    sentAt: message.sentAt,
    isOrderUpdateRequest,
  })
  draft.event({
    type: 'MESSAGE_RECORDED',
    data: { reference, direction: message.direction, sentAt: message.sentAt, isOrderUpdateRequest },
  })
  return draft.finish()
}

const questions = [
  /\bwhere(?:'s| is| are)\b.{0,40}\b(?:order|parcel|package|delivery|item|shipment|it|they)\b/i,
  /\b(?:when|what time)\b.{0,60}\b(?:arrive|arriving|delivered|delivery|ship|shipped|come|get)\b/i,
  /\b(?:order|delivery|shipping|tracking)\s+(?:status|update|number)\b/i,
  /\b(?:not|hasn't|haven't|never|still)\b.{0,40}\b(?:arrived|received|come|delivered|shipped|turned up|waiting)\b/i,
  /\b(?:track|tracking|wismo)\b/i,
]

/** Whether a buyer asks how far the order has come: counted, because fewer of them is what good information earns. */
export const asksWhereItIs = (text: string): boolean => questions.some((question) => question.test(text))
