import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLNonNull, GraphQLString } from 'graphql'

export const idempotentDirective = new GraphQLDirective({
  name: 'idempotent',
  description: `Makes a write safe to repeat. The key is yours (at most 200 characters) and belongs to the token's owner; the outcome is stored with the write,
and a repeat within seven days answers with that outcome and its own selection. The same key with other arguments is refused with
IDEMPOTENCY_KEY_REUSED, while the first call is still at work with IDEMPOTENCY_IN_PROGRESS. Refusals are not stored.`,
  locations: [DirectiveLocation.FIELD],
  args: { key: { type: new GraphQLNonNull(GraphQLString), description: 'Your key of this write.' } },
})

export const dryRunDirective = new GraphQLDirective({
  name: 'dryRun',
  description: `Runs the whole mutation for real, answers with the state that it would leave, and rolls everything back; no idempotency key is kept.
The ids in the answer are marked and resolve to nothing.`,
  locations: [DirectiveLocation.MUTATION],
  args: {
    if: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: true,
      description: 'False runs the mutation as usual.',
    },
  },
})
