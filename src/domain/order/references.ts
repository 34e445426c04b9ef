import { REFERENCES_PER_ORDER } from '../input/limits.ts'
import type { ReferenceKind } from '../vocabulary.ts'
import type { Draft } from './draft.ts'

export const knowsReference = (draft: Draft<'references'>, kind: ReferenceKind, value: string): boolean =>
  draft.state.references.some((row) => row.kind === kind && row.value === value)

/** A number that someone else knows the order by, once. Beyond the limit an order is found by those that came first. */
export function addReference(
  draft: Draft<'references'>,
  kind: ReferenceKind,
  value: string,
  system = draft.channel.key,
): void {
  const { references } = draft.state
  if (references.some((row) => row.kind === kind && row.value === value && row.system === system)) return
  if (references.length >= REFERENCES_PER_ORDER) return
  draft.add('references', { id: draft.moment.id(), orderId: draft.order.id, system, kind, value, url: null })
}
