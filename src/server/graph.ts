// The schema, put together: the nouns, then every question, verb and stream, each imported here once and nowhere else.
import '#schema/nouns'
import '#resolvers/queries/channels'
import '#resolvers/queries/event-log'
import '#resolvers/queries/events'
import '#resolvers/queries/exceptions'
import '#resolvers/queries/lifecycle'
import '#resolvers/queries/node'
import '#resolvers/queries/order'
import '#resolvers/queries/order-counts'
import '#resolvers/queries/orders'
import '#resolvers/queries/shipments'
import '#resolvers/queries/stock-items'
import '#resolvers/queries/viewer'
import '#resolvers/queries/warehouses'

import { type GraphQLSchema, specifiedDirectives } from 'graphql'
import { builder } from '#schema/builder'
import { dryRunDirective, idempotentDirective } from '#schema/directives'

/** Builds the executable schema of this process. */
export const buildSchema = (): GraphQLSchema =>
  builder.toSchema({ directives: [...specifiedDirectives, idempotentDirective, dryRunDirective], sortSchema: true })
