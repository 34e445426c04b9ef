import { type DocumentNode, Kind, visit } from 'graphql'
import { costOf } from './cost.ts'
import { Bounded } from './execute/bounded.ts'
import type { Operation } from './execute/operation.ts'

/** Page sizes that the cost of one operation is remembered for. */
const REMEMBERED = 100

interface Known {
  /** Variables that say how large a page is: nothing else changes the cost. */
  sizes: readonly string[]
  costs: Bounded<string, number>
}

const known = new WeakMap<Operation, Known>()

/** How many objects the operation asks for with these variables; see `costOf`. */
export function operationCost(operation: Operation, variables: Record<string, unknown>): number {
  let facts = known.get(operation)
  if (facts === undefined) {
    facts = { sizes: sizesOf(operation.document), costs: new Bounded(REMEMBERED) }
    known.set(operation, facts)
  }
  const key = facts.sizes.length === 0 ? '' : JSON.stringify(facts.sizes.map((name) => variables[name]))
  return facts.costs.take(key, () => costOf(operation.schema, operation.document, operation.node, variables))
}

function sizesOf(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Argument({ name, value }) {
      if ((name.value === 'first' || name.value === 'last') && value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}
