import { ApiError, type Client } from '#api-client/client'
import { everyRefusal, refusals, type UserError } from '#api-client/documents/answers'
import { raiseExceptions } from '#api-client/documents/exceptions'
import { importOrders } from '#api-client/documents/orders'
import type { OrderInput } from '#domain/input/order-input'
import { isolateFailures } from '#domain/isolate-failures'
import { REFERENCE_LIMIT } from '#domain/values/text'

/** What an import came to. */
export interface Imported {
  changed: number
  rejected: Rejected[]
}

interface Rejected {
  reference: string
  problems: Pick<UserError, 'code' | 'field'>[]
}

/** Imports one page of a channel's orders. What is refused is nowhere in our store: an exception names it, once for each order. */
export async function importPage(channel: string, orders: OrderInput[], api: Client): Promise<Imported> {
  const imported = await importAll(orders, api)
  if (imported.rejected.length > 0) await askAbout(channel, imported.rejected, api)
  return imported
}

/** What became of one order: whether it changed anything, or why it was rejected. */
type OrderResult = { isChanged: boolean } | Rejected

/** An order that the API cannot even read refuses its whole call; its neighbours come in. */
async function importAll(orders: OrderInput[], api: Client): Promise<Imported> {
  const results = await isolateFailures<OrderInput, OrderResult>(orders, {
    split: 'halves',
    isRefusal: isRefused,
    attempt: (some) => importCall(some, api),
    failed({ reference }, error) {
      if (!isRefused(error)) throw error
      return { reference, problems: [unreadable] }
    },
  })
  return {
    changed: results.filter((result) => 'isChanged' in result && result.isChanged).length,
    rejected: results.filter((result) => 'problems' in result),
  }
}

const isRefused = (error: unknown): boolean => error instanceof ApiError && error.failure === 'REFUSED'

const unreadable = { code: 'INVALID_INPUT', field: null }

async function importCall(orders: readonly OrderInput[], api: Client): Promise<OrderResult[]> {
  const { importOrders: answer } = await api.execute(importOrders, { orders: [...orders] })
  const [refusal] = refusals(answer)
  if (answer === null || refusal !== undefined) throw new Error(`a page could not be imported: ${refusal?.message}`)
  return answer.results.map(({ outcome, userErrors }, index) =>
    outcome === 'REJECTED'
      ? {
          reference: orders[index]?.reference ?? '',
          problems: userErrors.map(({ code, field }) => ({ code, field })),
        }
      : { isChanged: outcome === 'CREATED' || outcome === 'UPDATED' },
  )
}

async function askAbout(channel: string, rejected: Rejected[], api: Client): Promise<void> {
  const exceptions = rejected.map(({ reference, problems }) => ({
    kind: 'IMPORT_REJECTED' as const,
    summary: `An order of ${channel} was refused at import.`,
    channel,
    reference: storable(reference),
    evidence: { reference: storable(reference), problems },
  }))
  const [refusal] = everyRefusal((await api.execute(raiseExceptions, { exceptions })).raiseExceptions)
  if (refusal !== undefined) throw new Error(`could not ask a person: ${refusal.message}`)
}

/** The reference itself may be what was refused. */
const storable = (text: string): string =>
  text.replace(/\0|\p{Surrogate}/gu, '\uFFFD').slice(0, REFERENCE_LIMIT) || '(none)'
