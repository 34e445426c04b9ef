import { isolateFailures } from '#domain/isolate-failures'
import {
  createReader,
  type LeadingColumn,
  type Method,
  type Models,
  Plans,
  type Query,
  readModels,
  type UncompiledReads,
  type WholeReader as WholeReaderOf,
} from '#engines/reader'
import { AnswerBudget, AnswerTooLarge, READ_BYTES } from './answer-budget.ts'
import { Bounded } from './bounded.ts'
import { sqlState } from './errors.ts'
import { Prisma, type PrismaClient } from './generated/client.ts'
import { getDatamodel } from './generated/pothos.ts'

type Delegates = Omit<PrismaClient, `$${string}` | symbol>

/** Prisma's methods that read, model by model, with its arguments and answers; without the chains of its fluent API. */
export type Reader = { readonly [Name in keyof Delegates]: Pick<Delegates[Name], Method & keyof Delegates[Name]> }
export type WholeReader = WholeReaderOf<Reader>
export type ReadingClient = PrismaClient | Prisma.TransactionClient

/** Columns that lead an index whose further columns are a list's order, with their types in Postgres. */
const leadingColumns: Record<string, LeadingColumn> = {
  'Order.status': { type: 'text', orders: ['placedAt', 'shipBy', 'updatedAt'] },
  'Order.customerStatus': { type: 'text', orders: ['placedAt'] },
  'Order.paymentStatus': { type: 'text', orders: ['placedAt', 'shipBy', 'updatedAt'] },
  'Order.channelId': { type: 'uuid', orders: ['placedAt'] },
  'Shipment.status': { type: 'text', orders: ['id'] },
  'ExceptionCase.status': { type: 'text', orders: ['dueAt'] },
}

/** Tables, columns and relations of the schema. */
export const modelsOf = (prisma: PrismaClient): Models =>
  readModels({ prisma, described: getDatamodel().datamodel.models, leading: leadingColumns })

/** The memory for compiled reads of one store. */
export const createPlans = (prisma: PrismaClient): Plans =>
  new Plans({
    models: modelsOf(prisma),
    limits: { readBytes: READ_BYTES, tooLarge: () => new AnswerTooLarge(new AnswerBudget(), 'read') },
    cacheOf: (bounds) => new Bounded(bounds),
  })

interface OpenReaderOptions {
  plans: Plans
  query: Query
  /** Answers what cannot be compiled. */
  prisma: ReadingClient
  uncompiled: UncompiledReads
}

/** A reader that sends its statements by `query`. */
export const openReader = (options: OpenReaderOptions): WholeReader =>
  createReader<Reader>({
    ...options,
    isolateFailures,
    newBudget: () => new AnswerBudget(),
    // A key that cannot be one, such as a text where an id belongs; and what is too large may be one row.
    isRefusedRead: (error) => error instanceof AnswerTooLarge || (sqlState(error)?.startsWith('22') ?? false),
    missing,
  })

const missing = (model: string): Error =>
  new Prisma.PrismaClientKnownRequestError(`There is no ${model} where one was required.`, {
    code: 'P2025',
    clientVersion: Prisma.prismaVersion.client,
    meta: { modelName: model },
  })
