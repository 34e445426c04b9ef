import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { ALIASES, DIRECTIVES, QUERY_DEPTH } from './limits.ts'

const tooMuch = (message: string): GraphQLError =>
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
