import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type OperationDefinitionNode, parse, print } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TypedDocument } from '#api-client/client'
import { projectFolder } from '../support/real-process.ts'
import { type RichShop, richShop } from './rich-shop.ts'

// Operations of these tests refuse a read that the reader has no SQL for, and hold every other against Prisma: support/api.ts.

type Values = (shop: RichShop & { ids: Record<string, string> }) => Record<string, unknown>

/** What each query of ours is asked with. A new document needs a line here. */
const variables: Record<string, Values> = {
  Viewer: () => ({}),
  LatestEvents: () => ({}),
  Orders: () => ({ sort: 'SHIP_BY_ASC', filter: { onHold: false, skus: ['MUG'], hasOpenException: true } }),
  OrderRows: ({ ids }) => ({ ids: [ids.order, ids.other, ids.nobody] }),
  Order: ({ number }) => ({ number }),
  OrderTrail: ({ number }) => ({ number }),
  Exceptions: () => ({ sort: 'DUE_AT_ASC', first: 100, filter: { breached: true, unassigned: true } }),
  ChannelToPoll: () => ({ key: 'shop' }),
  ChannelsToPoll: () => ({}),
  OrderToPush: ({ ids }) => ({ id: ids.order, channel: 'shop' }),
  OrderToRelease: ({ ids }) => ({ id: ids.order }),
  HeldOrders: () => ({ reasons: ['MANUAL'], skus: ['MUG'], channels: ['shop'] }),
  ReadyOrders: () => ({ channel: 'shop' }),
  OrderHolds: ({ ids }) => ({ id: ids.order }),
  ShipmentUnderWay: ({ ids }) => ({ id: ids.shipment }),
  ShipmentsInHouse: () => ({ warehouse: 'north', status: 'IN_TRANSIT' }),
  ChannelToFill: () => ({ key: 'shop' }),
  StockLevels: () => ({ skus: ['MUG', 'CUP', 'GONE'] }),
}

const load = (...path: string[]): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(projectFolder, ...path)).href)

async function ownDocuments(): Promise<string[]> {
  const consoles = Object.values(await load('apps', 'console', 'documents.js')) as string[]
  const files = readdirSync(join(projectFolder, 'src', 'api-client', 'documents'))
  const modules = await Promise.all(files.map((file) => load('src', 'api-client', 'documents', file)))
  const clients = modules
    .flatMap((each) => Object.values(each))
    .flatMap((each) => (each as TypedDocument<unknown, unknown>)?.text ?? [])
  const pages = ['README.md', ...readdirSync(join(projectFolder, 'docs')).map((file) => join('docs', file))]
  const examples = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) =>
      [...readFileSync(join(projectFolder, page), 'utf8').matchAll(/```graphql\n(.*?)```/gs)].map(([, text]) => text!),
    )
  return [...consoles, ...clients, ...examples]
}

/** Each query as a document of its own, with the fragments that lie beside it. */
const queries = (await ownDocuments()).flatMap((text) => {
  const { definitions } = parse(text)
  const fragments = definitions.filter(({ kind }) => kind === 'FragmentDefinition')
  return definitions
    .filter(
      (each): each is OperationDefinitionNode => each.kind === 'OperationDefinition' && each.operation === 'query',
    )
    .map((operation) => ({ name: operation.name?.value, text: [operation, ...fragments].map(print).join('\n') }))
})

describe('our own queries are one statement per read, and answer as through Prisma', () => {
  let shop: RichShop
  let ids: Record<string, string>

  beforeAll(async () => {
    shop = await richShop()
    const { order, shipment, orders } = await shop.shop.api.ask(
      `query ($number: String!, $shipment: String!) { order(number: $number) { id } shipment(number: $shipment) { id } orders(first: 2) { nodes { id } } }`,
      { number: shop.number, shipment: shop.shipment },
    )
    const nobody = Buffer.from('Order:00000000-0000-7000-8000-000000000000').toString('base64url')
    ids = { order: order.id, shipment: shipment.id, other: orders.nodes[0].id, nobody }
  })

  test('all of them are known here', () => {
    expect(queries.length).toBeGreaterThan(18)
    const named = new Set(queries.flatMap(({ name }) => name ?? []))
    expect([...named].sort()).toEqual(Object.keys(variables).sort())
  })

  test.each(queries.map((query, index) => ({ ...query, title: query.name ?? `example ${index}` })))(
    '$title',
    async ({ name, text }) => {
      const values = name === undefined ? {} : variables[name]!({ ...shop, ids })
      for (const asker of [{}, { role: 'connector', channelKey: 'shop' }] as const) {
        const { data, errors } = await shop.shop.api.run(text, values, asker)
        const refused = (errors ?? []).filter(({ extensions }) => extensions.code !== 'FORBIDDEN')
        expect(refused.map(({ originalError, message }) => originalError?.stack ?? message)).toEqual([])
        expect(data).toBeTruthy()
      }
    },
  )
})
