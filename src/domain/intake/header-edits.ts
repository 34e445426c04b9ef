import { type Snapshot, says } from '../input/snapshot.ts'
import { formatAmount } from '../money/money.ts'
import type { Charges } from '../order/current-totals.ts'
import { addReference } from '../order/references.ts'
import type { OrderState } from '../order/state.ts'
import type { OrderRow } from '../rows/order-rows.ts'
import { customerRow } from './customer.ts'
import type { Edit } from './edits.ts'
import { headerOf } from './new-order.ts'

type Header = ReturnType<typeof headerOf>
type Field = Exclude<keyof Header, 'reference' | 'currencyCode' | 'channelStatuses'>

/** How each field of the header is merged: `always` where it also applies after release. */
const fields: Record<Field, { always?: true; personal?: true; instant?: true }> = {
  placedAt: { always: true, instant: true },
  notBefore: { instant: true },
  shipBy: { always: true, instant: true },
  deliverBy: { always: true, instant: true },
  deliveryMethod: {},
  shippingService: {},
  shippingAddress: { personal: true },
  billingAddress: { always: true, personal: true },
  buyerNote: { personal: true },
  giftMessage: { personal: true },
  risk: { always: true },
  taxesIncluded: {},
  priced: { always: true },
  statedTotal: {},
  tags: { always: true },
}

/** What the channel changed of the order's header. */
export function headerEdits(state: OrderState, base: Snapshot, theirs: Snapshot, saidAt: string): Edit[] {
  const [was, becomes] = [headerOf(base), headerOf(theirs)]
  const edits: Edit[] = []
  for (const field of Object.keys(fields) as Field[]) {
    const { always, personal, instant } = fields[field]
    if (says(was[field], becomes[field])) continue
    const ours = state.order[field]
    const same = (a: unknown, b: unknown) => (instant ? sameInstant(a, b) : says(settled(a), settled(b)))
    if (same(ours, becomes[field])) continue
    edits.push({
      field,
      before: ours ?? null,
      after: becomes[field] ?? null,
      ...(personal ? { personal } : {}),
      ours,
      conflict: !same(ours, was[field]),
      always: always ?? false,
      apply: (draft) => draft.set({ [field]: becomes[field] } as Partial<OrderRow>),
    })
  }
  edits.push(...numberEdits(base, theirs), ...customerEdits(state, base, theirs, saidAt), ...chargeEdits(base, theirs))
  return edits
}

/** An address that somebody verified here is the same address. */
const settled = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'verified' in value ? { ...value, verified: false } : value

const sameInstant = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'string' && typeof b === 'string' && Date.parse(a) === Date.parse(b))

function numberEdits(base: Snapshot, theirs: Snapshot): Edit[] {
  const { number } = theirs
  if (number === undefined || number === base.number) return []
  return [
    {
      field: 'number',
      before: base.number ?? null,
      after: number,
      ours: base.number ?? null,
      conflict: false,
      always: true,
      apply: (draft) => addReference(draft, 'CHANNEL_ORDER_NUMBER', number),
    },
  ]
}

/** Who bought it. A customer has many orders here, so what differs from the last snapshot may be another order's news. */
function customerEdits(state: OrderState, base: Snapshot, theirs: Snapshot, saidAt: string): Edit[] {
  const said = theirs.customer
  if (said === undefined || says(base.customer, said)) return []
  const { customer } = state
  const ours = customer === null ? null : { name: customer.name, email: customer.email, phone: customer.phone }
  const before = customer === null ? null : { ...ours, reference: customer.reference }
  if (says(before, said)) return []
  const edited = customer !== null && Date.parse(customer.updatedAt) > Date.parse(saidAt)
  return [
    {
      field: 'customer',
      before,
      after: said,
      personal: true,
      ours: before,
      conflict: edited && !says(before, base.customer),
      always: true,
      apply: (draft) => {
        const row = customerRow(draft, theirs, said, draft.state.customer, saidAt)
        const known = draft.state.customer?.id === row.id
        draft.setCustomer(known ? row : customerRow(draft, theirs, said, null, saidAt))
        draft.set({ customerId: row.id })
      },
    },
  ]
}

const charges = { shippingPrice: 'shippingPrice', shippingTax: 'shippingTax', discount: 'orderDiscount' } as const

/** Money of the order as a whole; nobody edits it here, so it never conflicts. */
function chargeEdits(base: Snapshot, theirs: Snapshot): Edit[] {
  return (Object.keys(charges) as (keyof typeof charges)[]).flatMap((field) => {
    const [before, after] = [base[field] ?? 0, theirs[field] ?? 0]
    if (before === after) return []
    const key: keyof Charges = charges[field]
    return {
      field,
      before: formatAmount(before, theirs.currency),
      after: formatAmount(after, theirs.currency),
      ours: formatAmount(before, theirs.currency),
      conflict: false,
      always: false,
      apply: (_, context) => {
        context.charges = { ...context.charges, [key]: after }
      },
    } satisfies Edit
  })
}
