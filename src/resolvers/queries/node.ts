import { resolveNodes } from '@pothos/plugin-relay'
import type { GraphQLResolveInfo } from 'graphql'
import { isUuid } from '#domain/values/uuid'
import type { Scope } from '#schema/access'
import { builder } from '#schema/builder'
import type { Context } from '#schema/context'
import { decodeGlobalId } from '#schema/global-id'
import { badInput } from '#schema/page'

/** Ids that `nodes` takes at once. */
export const NODES_LIMIT = 100

/** What can be looked up by its id, and the scope that it takes. */
const nodeScopes: Record<string, Scope> = {
  Order: 'orders:read',
  OrderLine: 'orders:read',
  Hold: 'orders:read',
  CancellationRequest: 'orders:read',
  LedgerEntry: 'orders:read',
  Message: 'orders:read',
  Refund: 'orders:read',
  Shipment: 'orders:read',
  Package: 'orders:read',
  PickList: 'orders:read',
  ExceptionCase: 'orders:read',
  Channel: 'orders:read',
  Warehouse: 'stock:read',
  StockItem: 'stock:read',
  StockLevel: 'stock:read',
  StockMovement: 'stock:read',
  Customer: 'customers:read',
  OrderEvent: 'log:read',
  ShipmentEvent: 'log:read',
  ExceptionEvent: 'log:read',
  StockEvent: 'log:read',
  ChannelEvent: 'log:read',
}

/** The things that the ids name; null for an id that names nothing, nothing any more, or nothing that the caller may see. */
async function lookUp(ids: readonly string[], context: Context, info: GraphQLResolveInfo) {
  const known = ids.map((globalId) => {
    const { typename, id } = decodeGlobalId(globalId)
    const scope = nodeScopes[typename]
    const wellFormed = typename.endsWith('Event') ? /^\d{1,15}$/.test(id) : isUuid(id)
    return scope !== undefined && wellFormed && context.viewer.scopes.has(scope) ? { typename, id } : null
  })
  return (await resolveNodes(builder, context, info, known)) as null[] // each is of the type that its id names
}

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Anything by its id. Null where it names nothing, or nothing that you may see.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context, info) => (await lookUp([id], context, info))[0] ?? null,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: true, items: true },
    description: `The same for several ids, at most ${NODES_LIMIT}, answered in their order.`,
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > NODES_LIMIT) throw badInput(`${ids.length} ids were given; nodes takes at most ${NODES_LIMIT}.`)
      return lookUp(ids, context, info)
    },
  }),
}))
