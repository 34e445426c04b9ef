import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type UncompiledRead, UncompiledReads } from '#engines/reader'
import { connect, type Store } from '#store/connect'
import { Prisma } from '#store/generated/client'
import { createPlans, openReader, type Reader } from '#store/reader'
import { projectFolder } from '../support/real-process.ts'
import { richShop } from './rich-shop.ts'

let store: Store
let reader: Reader
const sent: { name: string; text: string; values: unknown[] }[] = []
const uncompiled: UncompiledRead[] = []

beforeAll(async () => {
  const { shop } = await richShop()
  store = connect(shop.api.url, { size: 4 })
  reader = openReader({
    plans: createPlans(store.prisma),
    query: (statement, values) => {
      sent.push({ ...statement, values })
      return store.handle.query(statement, values)
    },
    prisma: store.prisma,
    uncompiled: new UncompiledReads((read) => uncompiled.push(read)),
  })
  return () => store.close()
})

/** What a read sends to Postgres, and what it answers. */
async function statementsOf<T>(read: () => Promise<T>): Promise<{ answer: T; statements: typeof sent }> {
  sent.length = 0
  const answer = await read()
  return { answer, statements: [...sent] }
}

describe('a read is one statement', () => {
  test('with everything that hangs on it', async () => {
    const { answer, statements } = await statementsOf(() =>
      reader.order.findMany({
        include: {
          customer: true,
          lines: { include: { order: true, stockItem: { include: { levels: true } } } },
          shipments: true,
        },
        orderBy: { placedAt: 'desc' },
        take: 3,
      }),
    )
    expect(answer).toHaveLength(3)
    expect(statements).toHaveLength(1)
  })

  test('where nothing hangs there it says so, whatever lists and counts of it were asked', async () => {
    const select = {
      sku: true,
      stockItem: { select: { levels: true, sku: true, _count: { select: { movements: true } } } },
    }
    const lines = await reader.orderLine.findMany({ where: { sku: 'GONE' }, select })
    expect(lines).not.toEqual([])
    expect(lines).toEqual(lines.map(() => ({ sku: 'GONE', stockItem: null })))
  })

  test('also where its row has more columns than a function of Postgres takes arguments', async () => {
    const args = {
      where: { quantity: { gte: 1 } },
      include: {
        shipment: { include: { order: { include: { channel: true, customer: true } }, warehouse: true } },
        orderLine: { include: { stockItem: true, order: true } },
      },
      orderBy: { id: 'asc' },
    } as const
    const { answer, statements } = await statementsOf(() => reader.shipmentLine.findMany(args))
    expect(statements).toHaveLength(1)
    expect(answer).toStrictEqual(await store.prisma.shipmentLine.findMany(args))
  })

  test('many rows by their keys in one tick are one statement, and each asker gets a row of its own', async () => {
    const orders = await store.prisma.order.findMany({
      select: { id: true, number: true },
      take: 5,
      orderBy: { id: 'asc' },
    })
    const [first] = orders
    const ids = [...orders.map(({ id }) => id), first!.id, '00000000-0000-7000-8000-000000000000']
    const { answer, statements } = await statementsOf(() =>
      Promise.all(ids.map((id) => reader.order.findUnique({ where: { id }, select: { number: true } }))),
    )
    expect(answer.map((row) => row?.number)).toEqual([...orders.map(({ number }) => number), first!.number, undefined])
    expect(answer[0]).not.toBe(answer[5])
    expect(statements).toHaveLength(1)
  })

  test('keys are folded with what else is asked only where that is the same', async () => {
    const [order] = await store.prisma.order.findMany({ select: { id: true }, take: 1 })
    const read = (key: string) =>
      reader.order.findUnique({
        where: { id: order!.id, channel: { key } },
        select: { channel: { select: { key: true } } },
      })
    const { answer, statements } = await statementsOf(() => Promise.all([read('shop'), read('shop'), read('other')]))
    expect(answer).toEqual([{ channel: { key: 'shop' } }, { channel: { key: 'shop' } }, null])
    expect(statements).toHaveLength(2)
  })

  test('a key that is spelled in capitals finds its row beside others', async () => {
    const orders = await store.prisma.order.findMany({ select: { id: true }, take: 2 })
    const ids = [orders[0]!.id.toUpperCase(), orders[0]!.id, orders[1]!.id]
    const rows = await Promise.all(ids.map((id) => reader.order.findUnique({ where: { id }, select: { id: true } })))
    expect(rows.map((row) => row?.id)).toEqual([orders[0]!.id, orders[0]!.id, orders[1]!.id])
  })

  test('a key that cannot be one is refused, and not the keys beside it', async () => {
    const [order] = await store.prisma.order.findMany({ select: { id: true }, take: 1 })
    const ids = [order!.id, 'no id at all']
    const reads = ids.map((id) => reader.order.findUnique({ where: { id }, select: { id: true } }))
    const [found, refused] = await Promise.allSettled(reads)
    expect(found).toEqual({ status: 'fulfilled', value: { id: order!.id } })
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: '22P02' } })
  })

  test('a row that must be there and is not is an error by the code that Prisma has for it', async () => {
    const missing = reader.order.findUniqueOrThrow({ where: { number: 'CD-1-X' } })
    await expect(missing).rejects.toSatisfy(
      (error) => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025',
    )
  })

  test('every relation refers to an id, as the reader takes for granted', () => {
    const folder = join(projectFolder, 'prisma', 'schema')
    const schema = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    const referred = schema.flatMap((text) =>
      [...text.matchAll(/references: \[([^\]]*)\]/g)].map(([, columns]) => columns),
    )
    expect(referred.length).toBeGreaterThan(30)
    expect(new Set(referred)).toEqual(new Set(['id']))
  })
})

describe('what comes from a caller is never SQL', () => {
  const evil = `'"; drop table "order"; --`

  test('values are parameters, wherever they stand', async () => {
    const { statements } = await statementsOf(async () => {
      await reader.order.findMany({
        where: {
          reference: evil,
          status: { in: [evil, `${evil}2`] },
          tags: { hasSome: [evil] },
          number: { contains: evil, mode: 'insensitive' },
          lines: { some: { sku: { startsWith: evil } } },
          channel: { key: evil },
        },
        select: { lines: { where: { sku: evil }, take: 3 } },
        take: 7,
      })
      await reader.order.findUnique({
        where: { channelId_reference: { channelId: '00000000-0000-7000-8000-000000000000', reference: evil } },
      })
    })
    expect(statements).toHaveLength(2)
    for (const { text } of statements) expect(text).not.toContain('drop')
    expect(await store.prisma.order.count()).toBeGreaterThan(0)
  })

  test.each([
    ['a column', { where: { [evil]: 1 } }],
    ['a selection', { select: { [evil]: true } }],
    ['an order', { orderBy: { [evil]: 'asc' } }],
    ['a direction', { orderBy: { id: evil } }],
    ['an operator', { where: { number: { [evil]: 'x' } } }],
    ['a position of nulls', { orderBy: { shipBy: { sort: 'asc', nulls: evil } } }],
    ['a size of a page', { take: evil }],
    ['a count', { select: { _count: { select: { [evil]: true } } } }],
  ])('%s that the datamodel does not have never reaches Postgres', async (_, args) => {
    const { statements } = await statementsOf(() => reader.order.findMany(args as never).catch((error) => error))
    expect(statements).toEqual([])
    expect(uncompiled.at(-1)).toMatchObject({ model: 'Order', method: 'findMany' })
  })
})

describe('a selection that is handed over frozen', () => {
  test('is no other one when it is included instead', async () => {
    const chosen = Object.freeze({ customer: true })
    const query = { where: { customerId: { not: null } }, orderBy: { id: 'asc' } } as const
    const selected = await reader.order.findFirst({ select: chosen, ...query })
    const included = await reader.order.findFirst({ include: chosen, ...query })
    expect(Object.keys(selected!)).toEqual(['customer'])
    expect(included).toMatchObject({ number: expect.any(String), customer: selected!.customer })
  })

  test('is read once, with the values in it', async () => {
    const selectionOf = (position: number) =>
      Object.freeze({ number: true, lines: { where: { position }, select: { position: true } } })
    const [first, second] = [selectionOf(1), selectionOf(2)]
    const positions = async (select: ReturnType<typeof selectionOf>) => {
      const rows = await reader.order.findMany({
        select,
        where: { lineCount: { gte: 2 } },
        orderBy: { id: 'asc' },
        take: 2,
      })
      return rows.flatMap(({ lines }) => lines.map(({ position }) => position))
    }
    const loose = await positions({ ...first })
    expect(new Set(loose).size).toBe(1)
    for (let time = 0; time < 3; time++) {
      expect(await positions(first)).toEqual(loose)
      expect(await positions(second)).toEqual(await positions({ ...second }))
    }
  })
})
