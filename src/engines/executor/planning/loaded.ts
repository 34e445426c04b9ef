import { type Mappings, setRowMappings } from '@pothos/selection-mapper'
import type { GraphQLResolveInfo } from 'graphql'

/** Which relations the rows of a planned query were loaded with. One lives as long as its plan. */
export class Loaded {
  readonly #mappings: Mappings
  /** Weak, because a plan may outlive the document of a field. */
  readonly #known = new WeakMap<object, Loaded | null>()

  constructor(mappings: Mappings) {
    this.#mappings = mappings
  }

  /**
   * What the rows of a relation were loaded with; null where this field's selection did not go into the plan, as when two ask
   * for the same relation with other arguments. `field` is the field in the document, `keyOf` gives its name there.
   */
  within(field: object, keyOf: () => string): Loaded | null {
    let loaded = this.#known.get(field)
    if (loaded === undefined) {
      const mapping = this.#mappings[keyOf()]
      loaded = mapping === undefined ? null : new Loaded(mapping.nested)
      this.#known.set(field, loaded)
    }
    return loaded
  }

  /** Registers it with the Prisma plugin, whose own resolvers (of connections) run next beneath `path`, so that they read the row, not the database. */
  register(context: object, path: GraphQLResolveInfo['path']): void {
    setRowMappings(context, { path } as GraphQLResolveInfo, this.#mappings) // it looks at nothing but the path
  }
}
