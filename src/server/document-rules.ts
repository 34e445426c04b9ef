import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { ALIASES, DIRECTIVES, MERGES, NESTING, QUERY_DEPTH } from './limits.ts'

export const tooMuch = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', http: { status: 400 } } })

/** Selections nest no deeper than QUERY_DEPTH; introspection aside, which has a limit of its own. */
export function limitDepth(context: ValidationContext): ASTVisitor {
  // Each fragment is measured once: fragments that spread others twice would take for ever.
  const measured = new Map<FragmentDefinitionNode, number>()
  const deepest = (selections: SelectionSetNode, path: readonly FragmentDefinitionNode[]): number => {
    let depth = 0
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value.startsWith('__') || selection.selectionSet === undefined) continue
        depth = Math.max(depth, 1 + deepest(selection.selectionSet, path))
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        depth = Math.max(depth, deepest(selection.selectionSet, path))
      } else {
        const fragment = context.getFragment(selection.name.value)
        // A fragment within itself is refused by another rule.
        if (fragment && !path.includes(fragment)) {
          const inner = measured.get(fragment) ?? deepest(fragment.selectionSet, [...path, fragment])
          measured.set(fragment, inner)
          depth = Math.max(depth, inner)
        }
      }
    }
    return depth
  }
  return {
    OperationDefinition(node) {
      const depth = deepest(node.selectionSet, []) + 1
      if (depth > QUERY_DEPTH) {
        context.reportError(tooMuch(`The operation nests ${depth} levels deep; at most ${QUERY_DEPTH} are answered.`))
      }
      return false
    },
  }
}

/** Few fields get another name. */
export function limitAliases(context: ValidationContext): ASTVisitor {
  let aliases = 0
  return {
    Field({ alias }) {
      if (alias !== undefined) aliases += 1
    },
    Document: {
      leave() {
        if (aliases > ALIASES) {
          context.reportError(tooMuch(`The document has ${aliases} aliases; at most ${ALIASES} are answered.`))
        }
      },
    },
  }
}

/** Few directives. */
export function limitDirectives(context: ValidationContext): ASTVisitor {
  let directives = 0
  return {
    Directive() {
      directives += 1
    },
    Document: {
      leave() {
        if (directives > DIRECTIVES) {
          context.reportError(tooMuch(`The document has ${directives} directives; at most ${DIRECTIVES} are answered.`))
        }
      },
    },
  }
}

/**
 * Fields of one name at one field position, fragments included, are compared pair by pair by the rules of GraphQL: 5,000 of them would take
 * a second. This counts the pairs, and gives up counting at the limit.
 */
export function limitMerges(context: ValidationContext): ASTVisitor {
  let pairs = 0
  const isOver = () => pairs > MERGES
  const collect = ({ selections }: SelectionSetNode, fields: Map<string, FieldNode[]>, spread: Set<string>): void => {
    for (const selection of selections) {
      if (isOver()) return
      pairs += 0.1 // looking at a field again and again, through fragments, is work too
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value
        const same = fields.get(name)
        if (same === undefined) fields.set(name, [selection])
        else {
          pairs += same.length
          same.push(selection)
        }
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, fields, spread)
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value)
        const fragment = context.getFragment(selection.name.value)
        if (fragment) collect(fragment.selectionSet, fields, spread)
      }
    }
  }
  const count = (sets: readonly SelectionSetNode[], depth: number): void => {
    if (depth > NESTING) return // a fragment within itself, which another rule refuses
    const fields = new Map<string, FieldNode[]>()
    const spread = new Set<string>()
    for (const set of sets) collect(set, fields, spread)
    for (const nodes of fields.values()) {
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
      if (inner.length > 0 && !isOver()) count(inner, depth + 1)
    }
  }
  return {
    Document({ definitions }) {
      for (const definition of definitions) if ('selectionSet' in definition) count([definition.selectionSet], 1)
      if (isOver()) {
        const message = `Fields of one name meet each other over ${MERGES} times at one field position of the document: ask for each once, or in fewer fragments.`
        context.reportError(tooMuch(message))
      }
      return false
    },
  }
}

/** What a document may not do, besides the rules of GraphQL; the numbers are in limits.ts. */
export const documentRules = [limitDepth, limitAliases, limitDirectives, limitMerges]
