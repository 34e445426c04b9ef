import { refuse } from './problems.ts'
import type { OrderAction } from './vocabulary.ts'

/** What a reason code may explain: an override by a person, a change of stock, or the end of an exception. */
export type ReasonAction = OrderAction | 'STOCK' | 'RESOLVE_EXCEPTION'

export interface ReasonCode {
  code: string
  label: string
  appliesTo: readonly ReasonAction[]
}

const overrides: readonly ReasonAction[] = ['RELEASE', 'RELEASE_HOLD', 'RESOLVE_EXCEPTION']
const edits: readonly ReasonAction[] = [
  'EDIT_SHIPPING_ADDRESS',
  'EDIT_CUSTOMER',
  'SUBSTITUTE_ITEM',
  'DECIDE_CHANGE',
  'DECIDE_CANCELLATION',
]

/** The one list: people choose from it, reports count by it. A code that was ever used is never taken away. */
export const reasonCodes: readonly ReasonCode[] = [
  {
    code: 'CUSTOMER_REQUEST',
    label: 'The customer asked for it',
    appliesTo: [...overrides, ...edits, 'UNRELEASE', 'REROUTE', 'REFUND', 'REQUEST_RETURN', 'CREATE_LINKED_ORDER'],
  },
  {
    code: 'CUSTOMER_CONFIRMED',
    label: 'The customer confirmed that it is right',
    appliesTo: [...overrides, ...edits],
  },
  { code: 'ADDRESS_VERIFIED', label: 'The address was checked and is deliverable', appliesTo: overrides },
  {
    code: 'ADDRESS_CORRECTED',
    label: 'The address was mistyped',
    appliesTo: ['EDIT_SHIPPING_ADDRESS', 'EDIT_CUSTOMER'],
  },
  { code: 'PAYMENT_VERIFIED', label: 'The payment was checked with its provider', appliesTo: overrides },
  { code: 'PAYMENT_ON_ACCOUNT', label: 'The customer pays on account or on delivery', appliesTo: overrides },
  { code: 'FRAUD_REVIEWED', label: 'The order was reviewed and is genuine', appliesTo: overrides },
  { code: 'STOCK_CONFIRMED', label: 'Somebody saw the goods', appliesTo: [...overrides, 'STOCK'] },
  { code: 'TOTAL_AGREED', label: 'The difference in the total is understood and accepted', appliesTo: overrides },
  { code: 'NOT_A_DUPLICATE', label: 'The orders are two orders', appliesTo: overrides },
  { code: 'MAPPED', label: 'What the channel meant was settled', appliesTo: overrides },
  { code: 'CHANNEL_AGREED', label: 'The channel was asked, and agrees', appliesTo: [...overrides, ...edits] },
  { code: 'HOLD_EXPIRED', label: 'The hold was to end now', appliesTo: ['RELEASE_HOLD'] },
  {
    code: 'URGENT',
    label: 'It cannot wait; the risk is accepted',
    appliesTo: [...overrides, 'UNRELEASE', 'REROUTE', 'SUBSTITUTE_ITEM'],
  },
  { code: 'OUT_OF_STOCK', label: 'The item is not there', appliesTo: ['UNRELEASE', 'SUBSTITUTE_ITEM', 'REROUTE'] },
  { code: 'BETTER_ROUTE', label: 'It is sent better from elsewhere', appliesTo: ['UNRELEASE', 'REROUTE'] },
  { code: 'TOO_LATE', label: 'It came too late to be done', appliesTo: ['DECIDE_CANCELLATION', 'DECIDE_CHANGE'] },
  { code: 'INITIAL_COUNT', label: 'First count', appliesTo: ['STOCK'] },
  { code: 'CYCLE_COUNT', label: 'Regular count', appliesTo: ['STOCK'] },
  { code: 'RECEIPT', label: 'Goods arrived', appliesTo: ['STOCK'] },
  { code: 'RETURN', label: 'Goods came back', appliesTo: ['STOCK', 'REQUEST_RETURN', 'REFUND'] },
  { code: 'PUT_BACK', label: 'Picked goods were put back on the shelf', appliesTo: ['STOCK'] },
  { code: 'DAMAGE', label: 'Damaged', appliesTo: ['STOCK', 'REQUEST_RETURN', 'REFUND', 'CREATE_LINKED_ORDER'] },
  { code: 'QUALITY_CHECK', label: 'Goes to or comes from quality control', appliesTo: ['STOCK'] },
  { code: 'THEFT', label: 'Stolen or missing', appliesTo: ['STOCK'] },
  { code: 'TRANSFER', label: 'Moved between warehouses', appliesTo: ['STOCK'] },
  { code: 'CORRECTION', label: 'An earlier entry was wrong', appliesTo: ['STOCK', 'RESOLVE_EXCEPTION', ...edits] },
  { code: 'FIXED', label: 'The cause was put right', appliesTo: ['RESOLVE_EXCEPTION'] },
  {
    code: 'ACCEPTED',
    label: 'Looked at and accepted as it is',
    appliesTo: ['RESOLVE_EXCEPTION', 'DECIDE_CHANGE', 'DECIDE_CANCELLATION'],
  },
  { code: 'NO_ACTION', label: 'Nothing to do', appliesTo: ['RESOLVE_EXCEPTION'] },
  {
    code: 'OTHER',
    label: 'Another reason; the note says which',
    appliesTo: [
      ...overrides,
      ...edits,
      'UNRELEASE',
      'REROUTE',
      'STOCK',
      'REFUND',
      'REQUEST_RETURN',
      'CREATE_LINKED_ORDER',
    ],
  },
]

const byCode = new Map(reasonCodes.map((reason) => [reason.code, reason]))

/** The code itself, when it is one of ours and explains this action; anything else is refused with those that do. */
export function requireReason(code: string, action: ReasonAction, field: string[] = ['reasonCode']): string {
  if (byCode.get(code)?.appliesTo.includes(action) === true) return code
  const allowed = reasonCodes.filter((reason) => reason.appliesTo.includes(action)).map((reason) => reason.code)
  return refuse(
    'UNKNOWN_REASON_CODE',
    `${JSON.stringify(code)} is not a reason code for ${action}; use one of ${allowed.join(', ')}.`,
    field,
    { allowed },
  )
}
