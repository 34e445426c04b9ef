import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type { PrismaClient } from '#store/generated/client'
import type PrismaTypes from '#store/generated/pothos'
import { getDatamodel } from '#store/generated/pothos'
import type { Scope } from './access.ts'
import type { Context } from './context.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'

/** The schema's one builder. It defines no type itself: nouns are in this folder, verbs and questions in resolvers. */
export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  AuthScopes: { scope: Scope }
  DefaultFieldNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: string; Output: string | Date }
    Date: { Input: string; Output: string }
    LocalTime: { Input: string; Output: string }
    Decimal: { Input: string; Output: string }
    CurrencyCode: { Input: string; Output: string }
    CountryCode: { Input: string; Output: string }
    URL: { Input: string; Output: string }
    JSON: { Input: unknown; Output: unknown }
  }
}>({
  plugins: [ScopeAuthPlugin, ComplexityPlugin, PrismaPlugin, RelayPlugin],
  defaultFieldNullability: false,
  prisma: {
    client: (context) => context.handle.prisma as PrismaClient, // a transaction client reads like the whole one
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    filterConnectionTotalCount: true,
    onUnusedQuery: null,
  },
  relay: {
    encodeGlobalID: (typename, id, context) => encodeGlobalId(typename, String(id), (context as Context).handle.dryRun),
    decodeGlobalID: (globalId) => decodeGlobalId(globalId),
  },
  scopeAuth: {
    authScopes: (context) => ({ scope: (scope: Scope) => context.viewer.scopes.has(scope) }),
  },
  complexity: { defaultComplexity: 1, defaultListMultiplier: 1 },
})

builder.queryType({})
builder.mutationType({})
