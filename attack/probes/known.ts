import { type GraphQLSchema, isObjectType } from 'graphql'
import { askGraphql, type Data, many } from '../harness/http.ts'
import { type Start, stepsFrom } from '../harness/paths.ts'
import { schemaOf } from '../harness/schema.ts'
import { type ChannelName, channels, type Shop } from '../harness/shop.ts'
import type { Target } from '../harness/target.ts'
import type { Attack } from '../probe.ts'

// What there is to walk: found as admin, from the orders of each channel along every relation.

export const otherOf = (channel: ChannelName): ChannelName => (channel === 'alphamark' ? 'betamark' : 'alphamark')

/** Each Node type by the ids of both channels, and each question of the root. */
export function startsOf(schema: GraphQLSchema, { orders }: Shop, ids: ReadonlyMap<string, string[]>): Start[] {
  const starts: Start[] = []
  for (const [typeName, some] of ids) {
    const type = schema.getType(typeName)
    if (!isObjectType(type)) continue
    const list = JSON.stringify(some.slice(0, 12))
    starts.push({
      name: typeName,
      type,
      depth: 3,
      wrap: (selection) => `{ nodes(ids: ${list}) { __typename ... on ${typeName} { ${selection} } } }`,
    })
  }
  const root = (field: string, typeName: string, depth = 3) => {
    const type = schema.getType(typeName)
    if (!isObjectType(type)) throw new Error(`there is no type ${typeName} any more`)
    starts.push({ name: field, type, depth, wrap: (selection) => `{ ${field} { ${selection} } }` })
  }
  for (const channel of channels) {
    root(`channel(key: "${channel}")`, 'Channel')
    root(`orders(first: 3, filter: { channels: ["${channel}"] })`, 'OrderConnection')
    root(`orders(first: 3, filter: { search: "${channel}" })`, 'OrderConnection', 1)
    root(`board(channels: ["${channel}"])`, 'Board', 1)
    for (const order of orders[channel]) {
      root(`order(number: "${order.number}")`, 'Order', 2)
      root(`orderByReference(system: "${channel}", value: "${order.reference}")`, 'Order', 1)
      root(`events(last: 50, orderNumbers: ["${order.number}"])`, 'EventConnection')
      for (const { number } of order.shipments) root(`shipment(number: "${number}")`, 'Shipment')
    }
  }
  for (const by of ['CHANNEL', 'STATUS', 'TAG']) root(`orderCounts(by: ${by})`, 'OrderCount', 0)
  for (const [field, typeName] of Object.entries({
    'orders(first: 3)': 'OrderConnection',
    'shipments(first: 5)': 'ShipmentConnection',
    'exceptions(first: 5)': 'ExceptionCaseConnection',
    'events(first: 50)': 'EventConnection',
    'events(last: 50)': 'EventConnection',
    'stockItems(first: 3)': 'StockItemConnection',
    'stockItem(sku: "ATTACK-1")': 'StockItem',
    channels: 'Channel',
    warehouses: 'Warehouse',
    viewer: 'Viewer',
    eventLog: 'EventLog',
    lifecycle: 'LifecycleStatus',
    reasonCodes: 'ReasonCode',
    board: 'Board',
  }))
    root(field, typeName)
  return starts
}

/** Follows every relation from the orders of one channel as admin, and keeps what it finds. */
async function collect(
  target: Target,
  schema: GraphQLSchema,
  orders: Shop['orders'][ChannelName],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const list = JSON.stringify(orders.map(({ id }) => id))
  const type = schema.getType('Order')
  if (!isObjectType(type)) throw new Error('there is no type Order any more')
  const start: Start = {
    name: 'Order',
    type,
    depth: 4,
    wrap: (selection) => `{ nodes(ids: ${list}) { ... on Order { ${selection} } } }`,
  }
  const keep = (value: Data): void => {
    if (Array.isArray(value)) for (const each of value) keep(each)
    else if (typeof value === 'object' && value !== null) {
      if (typeof value.id === 'string' && typeof value.__typename === 'string') found.set(value.id, value.__typename)
      if (typeof value.number === 'string' && value.number.length >= 10) found.set(value.number, '')
      for (const each of Object.values(value)) keep(each)
    }
  }
  const steps = [...stepsFrom(schema, start)].filter(({ whole }) => whole)
  await many(steps.length, 8, async (n) => {
    const { text } = await askGraphql(target, target.adminToken, steps[n]!.query)
    if (text.startsWith('{')) keep(JSON.parse(text).data)
  })
  return found
}

export interface Known {
  schema: GraphQLSchema
  /** Ids of each Node type, of both channels. */
  ids: Map<string, string[]>
  /** Ids and numbers that belong to one channel alone. */
  own: Record<ChannelName, Set<string>>
}

const learned = new WeakMap<Target, Promise<Known>>()

export function learn({ target, shop }: Attack): Promise<Known> {
  const known = learned.get(target) ?? explore(target, shop)
  learned.set(target, known)
  return known
}

async function explore(target: Target, shop: Shop): Promise<Known> {
  const schema = await schemaOf(target)
  const found = {
    alphamark: await collect(target, schema, shop.orders.alphamark),
    betamark: await collect(target, schema, shop.orders.betamark),
  }
  const ids = new Map<string, string[]>()
  for (const channel of channels) {
    const each = new Map<string, number>()
    for (const [id, typeName] of found[channel]) {
      const taken = each.get(typeName) ?? 0
      if (typeName === '' || taken >= 6) continue
      each.set(typeName, taken + 1)
      ids.set(typeName, [...new Set([...(ids.get(typeName) ?? []), id])])
    }
  }
  const own = (channel: ChannelName) =>
    new Set([...found[channel].keys()].filter((key) => !found[otherOf(channel)].has(key)))
  return { schema, ids, own: { alphamark: own('alphamark'), betamark: own('betamark') } }
}
