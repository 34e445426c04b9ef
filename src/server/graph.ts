// The schema, put together: every noun, question, verb and stream is imported here once, and nowhere else.
import '#schema/scalars'
import '#schema/enums'
import '#schema/payloads'

import { type GraphQLSchema, specifiedDirectives } from 'graphql'
import { builder } from '#schema/builder'
import { dryRunDirective, idempotentDirective } from '#schema/directives'

/** Builds the executable schema of this process. */
export const buildSchema = (): GraphQLSchema =>
  builder.toSchema({ directives: [...specifiedDirectives, idempotentDirective, dryRunDirective], sortSchema: true })
