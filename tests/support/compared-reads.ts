import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { Shape } from '#engines/reader'
import type { Store } from '#store/connect'
import type { Reader } from '#store/reader'

type Args = Record<string, unknown>
type Read = (args?: Args) => Promise<unknown>
type Delegates = Record<string, Record<string, Read>>

/** How often a read of one shape is held against Prisma in a test file; tests ask the same again and again. */
const timesCompared = 2

/**
 * The store's reader, whose answers are held against Prisma's. Both are asked in one snapshot, so that writers in between
 * change nothing; the answer itself is the one that the product would get.
 */
export function comparedReads(store: Store, isCompared: () => boolean = () => true): Reader {
  const reader = store.handle.prisma as unknown as Delegates
  const compared = new Map<string, number>()
  const isDue = (model: string, method: string, args: Args): boolean => {
    const shape = `${model}.${method}.${Shape.of(args).key}`
    const times = (compared.get(shape) ?? 0) + 1
    compared.set(shape, times)
    return times <= timesCompared
  }
  const delegates = Object.entries(reader).map(([model, reads]) => [
    model,
    Object.fromEntries(
      Object.entries(reads).map(([method, read]) => [
        method,
        async (args: Args = {}) => {
          const answer = await read(args)
          if (isCompared() && isDue(model, method, args)) await sameAsPrisma(store, model, method, args)
          return answer
        },
      ]),
    ),
  ])
  return Object.fromEntries(delegates) as Reader
}

/** Fails where reader and Prisma answer differently; answers with what both say. */
export async function sameAsPrisma(store: Store, model: string, method: string, args: Args): Promise<unknown> {
  return await store.prisma.$transaction(
    async (tx) => {
      const query = async (statement: { text: string }, values: unknown[]) =>
        (await tx.$queryRawUnsafe<{ r: unknown }[]>(statement.text, ...values)).map(({ r }) => r)
      const ours = store.readerOver(tx, query) as unknown as Delegates
      const theirs = tx as unknown as Delegates
      const [answer, wanted] = [await ours[model]![method]!(args), await theirs[model]![method]!(args)].map((rows) =>
        settled(rows, args),
      )
      if (isDeepStrictEqual(answer, wanted)) return answer
      expect(answer, `${model}.${method}(${JSON.stringify(args, shown)})`).toStrictEqual(wanted)
      return answer
    },
    { isolationLevel: 'RepeatableRead', maxWait: 30_000, timeout: 30_000 },
  )
}

const shown = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)

/** Rows that no order was asked for come as they lie: both sides are put in the same order before they are compared. */
export function settled(answer: unknown, args: Args): unknown {
  if (Array.isArray(answer)) {
    const rows = answer.map((row) => settled(row, args))
    return args.orderBy === undefined && args.take === undefined ? rows.sort(byText) : rows
  }
  if (typeof answer !== 'object' || answer === null) return answer
  const asked = { ...((args.include ?? {}) as Args), ...((args.select ?? {}) as Args) }
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => {
      const nested = asked[name]
      return [
        name,
        nested === undefined || name === '_count' ? value : settled(value, nested === true ? {} : (nested as Args)),
      ]
    }),
  )
}

const byText = (a: unknown, b: unknown): number => (textOf(a) < textOf(b) ? -1 : 1)

/** The same text whatever the order of the properties. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : shown('', part),
  )
