import { type ReasonCode as ReasonCodeShape, reasonCodes } from '#domain/reason-codes'
import { builder } from '#schema/builder'

const ReasonCode = builder.objectRef<ReasonCodeShape>('ReasonCode').implement({
  description:
    'A reason that a person gives for an override, a change of stock or the end of an exception; reports count by it.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'What a mutation takes as `reasonCode` or `reason`.' }),
    label: t.exposeString('label', { description: 'For a person to choose by.' }),
    appliesTo: t.stringList({
      description: 'What it may explain: actions of an order, STOCK, RESOLVE_EXCEPTION.',
      resolve: ({ appliesTo }) => [...appliesTo],
    }),
  }),
})

builder.queryField('reasonCodes', (t) =>
  t.field({
    type: [ReasonCode],
    nullable: true,
    description: 'Every reason code, in the order in which to offer them.',
    authScopes: { scope: 'orders:read' },
    resolve: () => [...reasonCodes],
  }),
)
