import { type Snapshot, type SnapshotLine, says } from '../input/snapshot.ts'
import { formatAmount } from '../money/money.ts'
import type { Draft } from '../order/draft.ts'
import type { OrderState } from '../order/state.ts'
import { refuse } from '../problems.ts'
import type { LineRow } from '../rows/order-rows.ts'
import type { Edit } from './edits.ts'
import { dropLine, growLine, lineNow, shrinkLine } from './line-units.ts'
import { identityOf, moneyOf, newLine, wordsOf } from './new-line.ts'

/** What the channel changed of the order's lines: added, removed, and field by field. Lines are identified by its references. */
export function lineEdits(state: OrderState, base: Snapshot, theirs: Snapshot): Edit[] {
  const was = new Map(base.lines.map((line) => [line.reference, line]))
  const becomes = new Map(theirs.lines.map((line) => [line.reference, line]))
  const rows = new Map(state.lines.map((row) => [row.reference, row]))
  const edits: Edit[] = []
  for (const line of theirs.lines) {
    const before = was.get(line.reference)
    const row = rows.get(line.reference)
    if (before === undefined) {
      if (row === undefined) edits.push(added(line))
    } else if (row === undefined) edits.push(...gone(line, before))
    else edits.push(...changed(row, before, line, theirs.currency))
  }
  for (const line of base.lines) {
    const row = rows.get(line.reference)
    if (!becomes.has(line.reference) && row !== undefined) edits.push(removed(row, line))
  }
  return edits
}

const at = (line: { reference: string }, field?: string): string =>
  field === undefined ? `lines.${line.reference}` : `lines.${line.reference}.${field}`

function added(said: SnapshotLine): Edit {
  const { quantity, sku } = said
  return {
    field: at(said),
    before: null,
    after: { sku: sku ?? said.channelSku ?? null, quantity },
    ours: null,
    conflict: false,
    always: false,
    apply(draft, { items }) {
      const { id, lines } = { id: draft.moment.id(), lines: draft.state.lines }
      const place = { id, orderId: draft.order.id, position: lines.length + 1 }
      const line = newLine(said, place, draft.channel, items)
      draft.add('lines', isCancelled(lines) ? { ...line, open: 0, cancelled: quantity } : line)
    },
  }
}

/** An order that was cancelled as a whole stays cancelled, whatever the channel still edits. */
const isCancelled = (lines: LineRow[]): boolean =>
  lines.length > 0 && lines.every((line) => line.cancelled === line.quantity)

/** The channel edits a line that is not here any more. */
const gone = (line: SnapshotLine, before: SnapshotLine): Edit[] =>
  says(line, before)
    ? []
    : [
        {
          field: at(line),
          before: null,
          after: { sku: line.sku ?? null, quantity: line.quantity },
          ours: null,
          conflict: true,
          always: false,
          apply: added(line).apply,
        },
      ]

function removed(row: LineRow, before: SnapshotLine): Edit {
  return {
    field: at(row),
    before: { sku: row.sku, quantity: row.quantity },
    after: null,
    ours: { sku: row.sku, quantity: row.quantity },
    conflict: row.quantity !== before.quantity || isSubstituted(row) || row.shipped + row.delivered + row.returned > 0,
    always: false,
    apply: (draft, { facts }) => dropLine(draft, facts, row.id),
  }
}

function changed(row: LineRow, before: SnapshotLine, after: SnapshotLine, currency: string): Edit[] {
  return [
    ...identityEdits(row, before, after),
    ...wordEdits(row, before, after),
    ...quantityEdits(row, before, after),
    ...moneyEdits(row, before, after, currency),
  ]
}

const isSubstituted = (row: LineRow): boolean =>
  row.components?.some((component) => component.substitutedFor !== null) ?? false

function identityEdits(row: LineRow, before: SnapshotLine, after: SnapshotLine): Edit[] {
  const pick = ({ kind, fulfilledBy, sku, channelSku }: SnapshotLine) => ({ kind, fulfilledBy, sku, channelSku })
  if (says(pick(before), pick(after))) return []
  const name = (line: SnapshotLine) => line.sku ?? line.channelSku ?? null
  return [
    {
      field: at(row, name(before) === name(after) ? 'kind' : 'sku'),
      before: name(before) === name(after) ? row.kind : row.sku,
      after: name(before) === name(after) ? (after.kind ?? 'GOODS') : name(after),
      ours: row.sku,
      conflict: isSubstituted(row),
      always: false,
      apply(draft, { items }) {
        const line = lineNow(draft, row.id)
        if (line.open + line.cancelled < line.quantity)
          refuse('TOO_LATE_TO_CHANGE', `Line ${row.reference} is committed or has left; its SKU can no longer change.`)
        draft.patch('lines', row.id, { ...identityOf(after, items.find(draft.channel.id, after)), components: null })
      },
    },
  ]
}

function wordEdits(row: LineRow, before: SnapshotLine, after: SnapshotLine): Edit[] {
  const [was, becomes] = [wordsOf(before), wordsOf(after)]
  return (['title', 'properties'] as const)
    .filter((field) => !says(was[field], becomes[field]) && !says(row[field], becomes[field]))
    .map((field) => ({
      field: at(row, field),
      before: row[field] ?? null,
      after: becomes[field] ?? null,
      // What a line is personalised with may name somebody.
      ...(field === 'properties' ? { personal: true } : {}),
      ours: row[field],
      conflict: !says(row[field], was[field]),
      always: field === 'title',
      apply: (draft: Draft) => draft.patch('lines', row.id, { [field]: becomes[field] }),
    }))
}

function quantityEdits(row: LineRow, before: SnapshotLine, after: SnapshotLine): Edit[] {
  if (before.quantity === after.quantity || row.quantity === after.quantity) return []
  const delta = after.quantity - row.quantity
  const possible = delta > 0 || row.open + row.allocated + row.cancelled >= -delta
  return [
    {
      field: at(row, 'quantity'),
      before: row.quantity,
      after: after.quantity,
      ours: row.quantity,
      conflict: row.quantity !== before.quantity || !possible,
      always: false,
      apply(draft, { facts }) {
        if (delta > 0) growLine(draft, row.id, delta, isCancelled(draft.state.lines))
        else shrinkLine(draft, facts, row.id, -delta)
      },
    },
  ]
}

function moneyEdits(row: LineRow, before: SnapshotLine, after: SnapshotLine, currency: string): Edit[] {
  const [was, becomes] = [moneyOf(before), moneyOf(after)]
  if (says(was, becomes)) return []
  const { unitPrice, discount, tax, total, taxLines } = row
  if (says({ unitPrice, discount, tax, total, taxLines }, becomes)) return []
  return [
    {
      field: at(row, 'total'),
      before: formatAmount(total, currency),
      after: formatAmount(becomes.total, currency),
      ours: formatAmount(total, currency),
      conflict: total !== was.total,
      always: false,
      apply: (draft) => draft.patch('lines', row.id, becomes),
    },
  ]
}
