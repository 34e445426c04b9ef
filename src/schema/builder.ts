import SchemaBuilder from '@pothos/core'
import '#engines/executor'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type { PrismaClient } from '#store/generated/client'
import type PrismaTypes from '#store/generated/pothos'
import { getDatamodel } from '#store/generated/pothos'
import type { Scope } from './access.ts'
import type { Context } from './context.ts'
import type { Countable } from './count.ts'
import { forbidden } from './forbidden.ts'
import './row-cursors.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'

/** The schema's one builder. It defines no type itself: types are in this folder, queries, mutations and subscriptions in resolvers. */
export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  AuthScopes: { scope: Scope }
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  /** What a connection may carry besides its page. */
  Connection: Countable
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: string; Output: string | Date }
    Date: { Input: string; Output: string }
    LocalTime: { Input: string; Output: string }
    Decimal: { Input: string; Output: string }
    CurrencyCode: { Input: string; Output: string }
    CountryCode: { Input: string; Output: string }
    URL: { Input: string; Output: string }
    JSON: { Input: NonNullable<unknown>; Output: unknown }
  }
}>({
  plugins: ['directFields', 'rowCursors', ScopeAuthPlugin, PrismaPlugin, RelayPlugin],
  defaultFieldNullability: false,
  directFields: { encodeId: (typename, id, { handle }) => encodeGlobalId(typename, id, handle.dryRun) },
  prisma: {
    client: (context) => context.handle.prisma as PrismaClient, // a transaction client reads like the whole one
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    filterConnectionTotalCount: true,
    onUnusedQuery: null,
  },
  relay: {
    nodeQueryOptions: false, // resolvers/queries/node.ts: an id that names nothing is null, never an error
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'The rows of the page, without their cursors.' },
    edgesFieldOptions: { description: 'The rows of the page, each with its cursor.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    nodeTypeOptions: { description: 'Anything with an id of its own.' },
    encodeGlobalID: (typename, id, context) => encodeGlobalId(typename, String(id), (context as Context).handle.dryRun),
    decodeGlobalID: (globalId) => decodeGlobalId(globalId),
  },
  scopeAuth: {
    // Refused before a stream begins, not at its first event.
    authorizeOnSubscribe: true,
    authScopes: (context) => ({ scope: (scope: Scope) => context.viewer.scopes.has(scope) }),
    unauthorizedError: (_parent, _context, { parentType, fieldName }, { failure }) =>
      forbidden(`${parentType.name}.${fieldName}`, failure),
  },
})

builder.queryType({})
builder.mutationType({})
builder.subscriptionType({})
