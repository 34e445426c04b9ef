// The schema, put together: the nouns, then every question, verb and stream, each imported here once and nowhere else.
import '#schema/nouns'

import { type GraphQLSchema, specifiedDirectives } from 'graphql'
import { builder } from '#schema/builder'
import { dryRunDirective, idempotentDirective } from '#schema/directives'

/** Builds the executable schema of this process. */
export const buildSchema = (): GraphQLSchema =>
  builder.toSchema({ directives: [...specifiedDirectives, idempotentDirective, dryRunDirective], sortSchema: true })
