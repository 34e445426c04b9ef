import type { Actor as ActorShape } from '#domain/moment'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ActorKind } from './enums.ts'
import { encodeGlobalId } from './global-id.ts'

export const Actor = builder.objectRef<ActorShape>('Actor').implement({
  description: 'Who did something: a person, a partner, a connector, a job or Crossdock itself.',
  fields: (t) => ({
    id: t.id({
      description: 'Stays the same when tokens are renewed.',
      resolve: ({ id }, _, { handle }: Context) => encodeGlobalId('Actor', id, handle.dryRun),
    }),
    kind: t.expose('kind', { type: ActorKind }),
    name: t.exposeString('name', { nullable: true, description: 'Null where nobody gave one.' }),
  }),
})
