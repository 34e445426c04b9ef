import type { Mappings } from '@pothos/selection-mapper'

/** Which relations the rows of a planned query were loaded with. One lives as long as its plan. */
export class Loaded {
  readonly #mappings: Mappings
  readonly #known = new Map<object, Loaded | null>()

  constructor(mappings: Mappings) {
    this.#mappings = mappings
  }

  /**
   * What the rows of a relation were loaded with; null where this field's selection did not go into the plan, as when two ask
   * for the same relation with other arguments. `place` is the field's own place in the document, `keyOf` tells its name there.
   */
  within(place: object, keyOf: () => string): Loaded | null {
    let loaded = this.#known.get(place)
    if (loaded === undefined) {
      const mapping = this.#mappings[keyOf()]
      loaded = mapping === undefined ? null : new Loaded(mapping.nested)
      this.#known.set(place, loaded)
    }
    return loaded
  }
}
