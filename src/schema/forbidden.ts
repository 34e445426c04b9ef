import type { AuthFailure } from '@pothos/plugin-scope-auth'
import { GraphQLError } from 'graphql'

/** What a token without the scope is answered: which field, and what it takes. */
export function forbidden(field: string, failure: AuthFailure): GraphQLError {
  const scope = 'parameter' in failure && typeof failure.parameter === 'string' ? failure.parameter : undefined
  const takes = scope === undefined ? 'a scope that this token does not have' : `the scope ${scope}`
  return new GraphQLError(`${field} needs ${takes}: ask with a token of a role that has it.`, {
    extensions: { code: 'FORBIDDEN', ...(scope === undefined ? {} : { scope }) },
  })
}
