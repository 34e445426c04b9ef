import type { OrderInput } from '#connectors/channels/order-input'
import { REFERENCE_LIMIT } from '#domain/values/text'
import { type Client, DoorError } from '#door/client'
import { everyRefusal, refusals, type UserError } from '#door/documents/answers'
import { raiseExceptions } from '#door/documents/exceptions'
import { importOrders } from '#door/documents/orders'

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
export async function importPage(channel: string, orders: OrderInput[], door: Client): Promise<Imported> {
  const imported = await importAll(orders, door)
  if (imported.rejected.length > 0) await askAbout(channel, imported.rejected, door)
  return imported
}

/** An order that the API cannot even read refuses its whole call; halving finds it, and its neighbours come in. */
async function importAll(orders: OrderInput[], door: Client): Promise<Imported> {
  if (orders.length === 0) return { changed: 0, rejected: [] }
  try {
    return await importCall(orders, door)
  } catch (error) {
    if (!(error instanceof DoorError) || error.failure !== 'REFUSED') throw error
    if (orders.length === 1)
      return { changed: 0, rejected: [{ reference: orders[0]?.reference ?? '', problems: [unreadable] }] }
    const middle = orders.length >> 1
    const halves = [await importAll(orders.slice(0, middle), door), await importAll(orders.slice(middle), door)]
    return {
      changed: halves.reduce((sum, half) => sum + half.changed, 0),
      rejected: halves.flatMap((half) => half.rejected),
    }
  }
}

const unreadable = { code: 'INVALID_INPUT', field: null }

async function importCall(orders: OrderInput[], door: Client): Promise<Imported> {
  const { importOrders: answer } = await door.execute(importOrders, { orders })
  const [refusal] = refusals(answer)
  if (answer === null || refusal !== undefined) throw new Error(`a page could not be imported: ${refusal?.message}`)
  const rejected = answer.results
    .filter(({ outcome }) => outcome === 'REJECTED')
    .map(({ index, userErrors }) => ({
      reference: orders[index]?.reference ?? '',
      problems: userErrors.map(({ code, field }) => ({ code, field })),
    }))
  return { changed: answer.created + answer.updated, rejected }
}

async function askAbout(channel: string, rejected: Rejected[], door: Client): Promise<void> {
  const exceptions = rejected.map(({ reference, problems }) => ({
    kind: 'IMPORT_REJECTED' as const,
    summary: `An order of ${channel} was refused at import.`,
    channel,
    reference: storable(reference),
    evidence: { reference: storable(reference), problems },
  }))
  const [refusal] = everyRefusal((await door.execute(raiseExceptions, { exceptions })).raiseExceptions)
  if (refusal !== undefined) throw new Error(`could not ask a person: ${refusal.message}`)
}

/** The reference itself may be what was refused. */
const storable = (text: string): string =>
  text.replace(/\0|\p{Surrogate}/gu, '\uFFFD').slice(0, REFERENCE_LIMIT) || '(none)'
