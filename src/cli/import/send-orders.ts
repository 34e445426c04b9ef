import { type AnswerOf, ApiError, type Client } from '#api-client/client'
import { refusals as refusalsOf, type UserError } from '#api-client/documents/answers'
import { importOrders } from '#api-client/documents/orders'
import { type OrderRow, translateOrder } from '#connectors/channels/spreadsheet/translate'
import { OrderBatch } from './order-batch.ts'
import type { Progress } from './progress.ts'
import { readRecords, SourceError } from './source.ts'
import type { SurveyedFile } from './survey-file.ts'

/** Rows of orders that are not complete yet. A file that scatters its orders over more must be sorted first. */
export const MAX_WAITING_ROWS = 200_000

export const orderOutcomes = ['NOT_SENT', 'CREATED', 'UPDATED', 'UNCHANGED', 'STALE', 'REJECTED'] as const
export type OrderOutcome = (typeof orderOutcomes)[number]

/** Why the server refused an order: `line` is the place of the row among the order's rows, from 0. */
export interface Refusal {
  line: number | null
  message: string
}

export interface Sent {
  outcomeOf(order: number): OrderOutcome
  refusals: Map<number, Refusal[]>
  /** Rows that went over inside orders, counted as they went. */
  rows: number
}

/** The second pass: each order once, complete, as it stands at the end of the file. */
export async function sendOrders(
  file: SurveyedFile,
  call: { client: Client | null; channel: string; concurrency: number },
  progress: Progress,
  stop: AbortSignal,
): Promise<Sent> {
  const { survey, reader } = file
  const outcomes = new Uint8Array(survey.orders.length)
  const refusals = new Map<number, Refusal[]>()
  const inFlight = new Set<Promise<void>>()
  const failed: unknown[] = []
  let rows = 0
  const spare: OrderBatch[] = []
  let batch = new OrderBatch()

  const send = async () => {
    const full = batch
    if (full.orders.length === 0) return
    while (inFlight.size >= call.concurrency) await Promise.race(inFlight)
    batch = spare.pop() ?? new OrderBatch()
    if (failed.length > 0) return
    const going = deliver(call.client, full, outcomes, refusals, stop)
      .then(() => {
        rows += full.rows
        progress.reach(rows)
        spare.push(full.recycle())
      })
      .catch((error: unknown) => void failed.push(error))
      .finally(() => inFlight.delete(going))
    inFlight.add(going)
  }

  progress.begin(call.client === null ? 'Checking' : 'Sending', rowsToSend(file), 'rows')
  for await (const { order, orderRows } of completeOrders(file)) {
    if (stop.aborted || failed.length > 0) break
    const shares = survey.sharesOf(order)
    const input = translateOrder(call.channel, reader, orderRows, shares, (credit) => survey.orders[credit] ?? '')
    const json = JSON.stringify(input)
    if (batch.add(order, json, orderRows.length)) continue
    await send()
    batch.add(order, json, orderRows.length)
  }
  if (!stop.aborted) await send()
  await Promise.all(inFlight)
  progress.end()
  if (failed.length > 0) throw failed[0]
  return { outcomeOf: (order) => orderOutcomes[outcomes[order] ?? 0] ?? 'NOT_SENT', refusals, rows }
}

const rowsToSend = ({ survey }: SurveyedFile): number => survey.dispositions.count().LINE

/** Orders as their last row goes by. Most files hold an order's rows together, so few wait at a time. */
async function* completeOrders({
  source,
  survey,
}: SurveyedFile): AsyncGenerator<{ order: number; orderRows: OrderRow[] }> {
  const waiting = new Map<number, OrderRow[]>()
  let waitingRows = 0
  let row = -1
  for await (const fields of readRecords(source, false).records) {
    if (row++ === -1) continue
    const at = row - 1
    if (at >= survey.rows) throw new SourceError(`${source.path} grew while it was read; repeat the command`)
    const order = survey.orderOfRow[at]!
    if (order < 0 || !survey.isSendable(order)) continue
    const known = waiting.get(order)
    const orderRows = known ?? []
    if (known === undefined) waiting.set(order, orderRows)
    orderRows.push({ row: at, fields })
    if (orderRows.length === survey.rowsOfOrder[order]) {
      waiting.delete(order)
      waitingRows -= orderRows.length - 1
      yield { order, orderRows }
    } else if (++waitingRows > MAX_WAITING_ROWS) {
      throw new SourceError(
        `the rows of its orders lie too far apart in ${source.name}; sort it by the order column first`,
      )
    }
  }
}

async function deliver(
  client: Client | null,
  batch: OrderBatch,
  outcomes: Uint8Array,
  refusals: Map<number, Refusal[]>,
  stop: AbortSignal,
): Promise<void> {
  if (client === null) return // a dry run: the orders were translated, which is what it checks
  const answer = await client.executeJson(importOrders, batch.variables(), { repeatSafe: true, stop })
  for (const result of readResults(answer, batch.orders.length)) {
    const order = batch.orders[result.index]!
    const outcome = orderOutcomes.indexOf(result.outcome as OrderOutcome)
    if (outcome < 1)
      throw new ApiError('BROKEN', `the API answered an order with ${result.outcome}, which is no outcome here`)
    outcomes[order] = outcome
    if (result.outcome === 'REJECTED') refusals.set(order, result.userErrors.map(refusalOf))
  }
}

function readResults({ importOrders: payload }: AnswerOf<typeof importOrders>, count: number) {
  if (payload?.results.length === count) return payload.results
  const [error] = refusalsOf(payload)
  throw new ApiError('REFUSED', `the API took no orders: ${error?.message ?? `it answered not all of ${count}`}`)
}

function refusalOf({ field, message, code }: UserError): Refusal {
  const at = field?.indexOf('lines') ?? -1
  const index = at < 0 ? Number.NaN : Number(field?.[at + 1])
  return { line: Number.isInteger(index) ? index : null, message: `${message} (${code})` }
}
