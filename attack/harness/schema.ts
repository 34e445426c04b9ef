import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery } from 'graphql'
import { must } from './http.ts'
import type { Target } from './target.ts'

const known = new WeakMap<Target, Promise<GraphQLSchema>>()

/** The schema as the server itself reports it. */
export function schemaOf(target: Target): Promise<GraphQLSchema> {
  const found =
    known.get(target) ??
    must(target, target.adminToken, getIntrospectionQuery()).then((data) => buildClientSchema(data))
  known.set(target, found)
  return found
}
