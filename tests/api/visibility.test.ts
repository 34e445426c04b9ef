import { type GraphQLField, type GraphQLObjectType, getNamedType, isInterfaceType, isObjectType } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { encodeGlobalId } from '#schema/global-id'
import { type VisibleModel, visibilityRules } from '#schema/visibility'
import { startApi } from '../support/api.ts'
import { type TwoChannels, twoChannels } from '../support/two-channels.ts'

// Each type that `node` leads to has a rule that says which of its rows a connector sees, and no field leads past it.

const api = await startApi()
api.compared.withHistory = false // rows of every kind are copied by SQL
const shop = { role: 'connector' as const, channelKey: 'shop' }
let world: TwoChannels

beforeAll(async () => {
  world = await twoChannels(api.ask)
  // What happens to stock names no channel, so no connector sees it; here it does.
  for (const { channel, ids } of [world.shop, world.market]) {
    const id = await copiedEvent(`"type" = 'STOCK_MOVED'`, { channelKey: channel })
    ids.StockEvent = encodeGlobalId('StockEvent', id)
  }
}, 60_000)

type ObjectField = GraphQLField<unknown, unknown>
const modelOf = (type: GraphQLObjectType): string | undefined => type.extensions.pothosPrismaModel as string | undefined
const objectOf = (field: ObjectField): GraphQLObjectType[] => {
  const type = getNamedType(field.type)
  if (isInterfaceType(type)) return [...api.schema.getPossibleTypes(type)]
  return isObjectType(type) ? [type] : []
}
const nodes = () => api.schema.getImplementations(api.schema.getType('Node') as never).objects

/** Every object type that a node leads to, however far. */
function reachable(): GraphQLObjectType[] {
  const found = new Set(nodes())
  for (const type of found)
    for (const field of Object.values(type.getFields())) for (const next of objectOf(field)) found.add(next)
  return [...found]
}

const isShared = (model: string) => Object.keys(visibilityRules[model as VisibleModel]('shop')).length === 0

/** What hangs on one order, by its id: written with it, and never on another. */
const ofOneOrder = new Set([
  'Order',
  'OrderLine',
  'ExternalReference',
  'Payment',
  'PaymentTransaction',
  'Refund',
  'LedgerEntry',
  'Hold',
  'CancellationRequest',
  'Message',
  'ChannelPush',
  'Shipment',
  'ShipmentLine',
  'Package',
  'TrackingEvent',
  'ExceptionCase',
])
const ofOneChannel = new Set([...ofOneOrder, 'Channel', 'ChannelStatusMapping', 'Handoff', 'SyncRun', 'Customer'])

/** Relations that stay within one order, or lead from what a channel has to that channel or from it: the database ties them together. */
const staysWithin = (from: string, to: string): boolean =>
  (ofOneOrder.has(from) && ofOneOrder.has(to)) ||
  (ofOneChannel.has(from) && to === 'Channel') ||
  (from === 'Channel' && ofOneChannel.has(to)) ||
  (from === 'Order' && to === 'Customer')

test('every type that a node leads to and that is a row of the database has a rule', () => {
  const models = reachable().flatMap((type) => modelOf(type) ?? [])
  expect(models.length).toBeGreaterThan(20)
  expect(models.filter((model) => !(model in visibilityRules))).toEqual([])
  expect(Object.keys(visibilityRules).filter((model) => !models.includes(model))).toEqual([])
})

/** Fields that lead from what everybody sees, or from what is of no order, to rows of a channel. */
function crossings(): string[] {
  return reachable().flatMap((type) =>
    /(Connection|Edge)$/.test(type.name)
      ? []
      : Object.values(type.getFields()).flatMap((field) => {
          const from = modelOf(type)
          const leads = objectOf(field).some((next) => {
            const to = modelOf(next) ?? ofConnection(next)
            return to !== undefined && !isShared(to) && !(from !== undefined && staysWithin(from, to))
          })
          return leads ? [`${type.name}.${field.name}`] : []
        }),
  )
}
/** Rows of a connection were judged with the field that answers with it. */
const ofConnection = (type: GraphQLObjectType): string | undefined => {
  const rows = type.getFields().nodes
  return rows === undefined ? undefined : objectOf(rows).map(modelOf)[0]
}

const asShop = async (id: string, type: string, selection: string) =>
  (await api.ask(`query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`, { id }, shop)).node
const uuidOf = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().split(':')[1]!
const sql = (text: string, values: unknown[] = []) => api.store.pool.query(text, values)

async function copiedEvent(which: string, changed: Record<string, string>): Promise<string> {
  const { rows } = await sql(
    `insert into event select (jsonb_populate_record(e, $1::jsonb || jsonb_build_object('id', nextval(pg_get_serial_sequence('event', 'id')),
       'sequence', null))).* from event e where ${which} limit 1 returning "id"`,
    [JSON.stringify(changed)],
  )
  return rows[0].id
}

/** An event of the shop that names rows of the market: nothing of ours writes one, so it is put there. */
async function crossedEvent(typename: string): Promise<string> {
  const { Order: order, Shipment: shipment, ExceptionCase: exception } = world.market.ids
  const id = await copiedEvent(`"id" = ${uuidOf(world.shop.ids[typename]!)}`, {
    orderId: uuidOf(order!),
    shipmentId: uuidOf(shipment!),
    exceptionId: uuidOf(exception!),
  })
  return encodeGlobalId(typename, id)
}

const inEvent = (typename: string, field: string) => async () =>
  (await asShop(await crossedEvent(typename), typename, `${field} { __typename }`))[field]

/** Each field that could lead to another channel's row, where it would; what the connector of the shop is answered there. */
const answers: Record<string, () => Promise<unknown>> = {
  'PickList.shipments': async () =>
    (await asShop(world.shared, 'PickList', 'shipments { order { channel { key } } }')).shipments.slice(1),
  'Customer.orders': async () => {
    await sql('update "order" set "customerId" = $1 where "number" = $2', [
      uuidOf(world.shop.ids.Customer!),
      world.market.number,
    ])
    const { orders } = await asShop(world.shop.ids.Customer!, 'Customer', 'orders { nodes { number } }')
    return orders.nodes.filter(({ number }: { number: string }) => number !== world.shop.number)
  },
  'PackageContent.shipment': async () => {
    await sql(
      `update package set "contents" = jsonb_set("contents", '{0,shipmentId}', to_jsonb($2::text)) where "id" = $1`,
      [uuidOf(world.shop.ids.Package!), uuidOf(world.market.ids.Shipment!)],
    )
    return (await asShop(world.shop.ids.Package!, 'Package', 'contents { shipment { number } }')).contents[0].shipment
  },
  'LineQuantity.orderLine': async () => {
    await sql('update cancellation_request set "lines" = $2 where "id" = $1', [
      uuidOf(world.shop.ids.CancellationRequest!),
      JSON.stringify([{ lineId: uuidOf(world.market.ids.OrderLine!), quantity: 1 }]),
    ])
    const request = await asShop(
      world.shop.ids.CancellationRequest!,
      'CancellationRequest',
      'lines { orderLine { sku } }',
    )
    return request.lines[0].orderLine
  },
  'ChannelPush.subject': async () => {
    await sql('update channel_push set "subjectId" = $2 where "id" = $1', [
      world.shop.push,
      uuidOf(world.market.ids.Refund!),
    ])
    await sql(`update channel_push set "subjectType" = 'Refund' where "id" = $1`, [world.shop.push])
    return (await asShop(world.shop.ids.Order!, 'Order', 'channelPushes { subject { id } }')).channelPushes[0].subject
  },
  'OrderEvent.order': inEvent('OrderEvent', 'order'),
  'ShipmentEvent.order': inEvent('ShipmentEvent', 'order'),
  'ShipmentEvent.shipment': inEvent('ShipmentEvent', 'shipment'),
  'ExceptionEvent.order': inEvent('ExceptionEvent', 'order'),
  'ExceptionEvent.exceptionCase': inEvent('ExceptionEvent', 'exceptionCase'),
  'StockEvent.order': inEvent('StockEvent', 'order'),
  'ChannelEvent.order': inEvent('ChannelEvent', 'order'),
  // Its channel is the one that decides whether the event is shown at all.
  'ChannelEvent.channel': () => asShop(world.market.ids.ChannelEvent!, 'ChannelEvent', 'channel { key }'),
}

test('every field that could lead to a row of another channel is among those that are tried', () => {
  expect(crossings().sort()).toEqual(Object.keys(answers).sort())
})

test.each(Object.keys(answers))('%s does not lead to what is of another channel', async (field) => {
  const answer = await answers[field]!()
  expect(answer ?? []).toEqual([])
})

test('every node of another channel is nothing, and each of the own channel is there', async () => {
  const shared = nodes().filter((type) => modelOf(type) !== undefined && isShared(modelOf(type)!))
  const scoped = nodes().filter((type) => !shared.includes(type))
  expect(Object.keys(world.market.ids).sort()).toEqual(scoped.map(({ name }) => name).sort())
  const all = async (ids: Record<string, string>) => {
    const { nodes: found } = await api.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }',
      { ids: Object.values(ids) },
      shop,
    )
    return found.map((node: { __typename: string } | null) => node?.__typename)
  }
  expect(await all(world.market.ids)).toEqual(Object.keys(world.market.ids).map(() => undefined))
  expect(await all(world.shop.ids)).toEqual(Object.keys(world.shop.ids))
})

test("an exception is of its order's channel, whatever channel it names", async () => {
  const id = world.market.ids.ExceptionCase!
  await sql(`update exception_case set "channelId" = (select "id" from channel where "key" = 'shop') where "id" = $1`, [
    uuidOf(id),
  ])
  expect(await asShop(id, 'ExceptionCase', 'kind')).toBeNull()
  const { exceptions, board } = await api.ask(
    '{ exceptions(first: 100) { nodes { id } } board { openExceptions } }',
    {},
    shop,
  )
  expect(exceptions.nodes.map((node: { id: string }) => node.id)).not.toContain(id)
  expect(exceptions.nodes).toHaveLength(board.openExceptions)
  const assign =
    'mutation ($id: ID!) { assignExceptions(exceptions: [{ id: $id }]) { results { userErrors { code } } } }'
  expect((await api.ask(assign, { id }, shop)).assignExceptions.results).toEqual([
    { userErrors: [{ code: 'NOT_FOUND' }] },
  ])
})

test('what may be sold in another channel is not shown, as for a channel that is not there', async () => {
  const sold = async (channel: string) =>
    (
      await api.ask(
        'query ($channel: String) { stockItem(sku: "MUG") { availability(channel: $channel) { availableToSell } } }',
        { channel },
        shop,
      )
    ).stockItem.availability
  expect([await sold('market'), await sold('nobody')]).toEqual([null, null])
  expect(await sold('shop')).not.toBeNull()
})
