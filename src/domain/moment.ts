import type { ActorKind } from './vocabulary.ts'

/** Who did it, as the audit trail keeps it. `id` is the principal's, never a token's. */
export interface Actor {
  id: string
  kind: ActorKind
  name: string | null
}

/** What a decision may know of the world besides its facts: the time, who asks, and fresh ids. */
export interface Moment {
  now: string
  actor: Actor
  id(): string
}
