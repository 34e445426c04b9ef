import { type DocumentNode, getOperationAST, Kind, type SelectionSetNode } from 'graphql'

/** Whether a query has this root field. */
export function asksFor(document: DocumentNode, operationName: string | null | undefined, field: string): boolean {
  const operation = getOperationAST(document, operationName ?? undefined)
  const seen = new Set<string>() // fragments that spread others twice would take for ever
  const has = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === field
      if (selection.kind === Kind.INLINE_FRAGMENT) return has(selection.selectionSet)
      if (seen.has(selection.name.value)) return false
      seen.add(selection.name.value)
      const fragment = document.definitions.find(
        (d) => d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === selection.name.value,
      )
      return fragment?.kind === Kind.FRAGMENT_DEFINITION && has(fragment.selectionSet)
    })
  return operation ? has(operation.selectionSet) : false
}
