import { ApiError, type Client } from '#api-client/client'
import { refusals as refusalsOf } from '#api-client/documents/answers'
import { raiseRowExceptions } from '#api-client/documents/spreadsheets'
import { exceptionFor, needsPerson, type SpreadsheetException } from '#connectors/channels/spreadsheet/exception-input'
import type { Progress } from './progress.ts'
import type { RejectsFile } from './rejects-file.ts'
import type { Sent } from './send-orders.ts'
import { readRecords } from './source.ts'
import type { SurveyedFile } from './survey-file.ts'

export const MAX_EXCEPTIONS_PER_CALL = 500

export interface Settled {
  raised: number
  known: number
  /** Cases that the API refused; their rows are in the rejects file. */
  refused: number
}

interface Raise {
  row: number
  line: number
  fields: string[]
  input: SpreadsheetException
}

/** The third pass, over the rows that did not simply go in: cases for the exception queue, and the rejects file. */
export async function settle(
  file: SurveyedFile,
  sent: Sent,
  call: { client: Client | null; channel: string },
  rejects: RejectsFile,
  progress: Progress,
  stop: AbortSignal,
): Promise<Settled> {
  const { survey, reader, source } = file
  const settled: Settled = { raised: 0, known: 0, refused: 0 }
  const reasons = refusedRows(file, sent)
  const last = lastRow(file)
  const seen = new Map<number, number>()
  let waiting: Raise[] = []
  let row = -1

  const flush = async () => {
    const batch = waiting
    waiting = []
    if (batch.length > 0) await raise(file, batch, call.client, rejects, settled)
  }
  progress.begin('Settling', last + 1, 'rows')
  for await (const { record, info } of readRecords(source, true).records) {
    if (row++ === -1) continue
    const at = row - 1
    if (at > last || stop.aborted) break
    progress.reach(at + 1)
    const order = survey.orderOfRow[at]!
    const outcome = survey.credits.get(at)
    if (outcome !== undefined) seen.set(order, (seen.get(order) ?? 0) + 1)
    const reason = reasons.get(at) ?? survey.reasonFor(at)
    if (reason !== null) await rejects.write(info.lines, reason, record)
    else if (outcome !== undefined && needsPerson(outcome)) {
      const credit = { file: source.name, line: info.lines, ordinal: seen.get(order) ?? 1, fields: record }
      const orders = outcome.orders.map((bearer) => survey.orders[bearer] ?? '')
      const input = exceptionFor(call.channel, reader, credit, outcome, orders)
      waiting.push({ row: at, line: info.lines, fields: record, input })
      if (waiting.length === MAX_EXCEPTIONS_PER_CALL) await flush()
    }
  }
  if (!stop.aborted) await flush()
  progress.end()
  return settled
}

async function raise(
  file: SurveyedFile,
  batch: Raise[],
  client: Client | null,
  rejects: RejectsFile,
  settled: Settled,
): Promise<void> {
  if (client === null) return
  const exceptions = batch.map(({ input }) => input)
  const { raiseExceptions: payload } = await client.execute(raiseRowExceptions, { exceptions }, { repeatSafe: true })
  if (payload?.results.length !== batch.length) {
    throw new ApiError(
      'REFUSED',
      `the API took no exceptions: ${refusalsOf(payload)[0]?.message ?? 'it did not say why'}`,
    )
  }
  for (const { index, outcome, userErrors } of payload.results) {
    const { row, line, fields } = batch[index]!
    if (userErrors.length === 0) {
      if (outcome === 'CREATED') settled.raised++
      else settled.known++
      continue
    }
    settled.refused++
    file.survey.dispositions.set(row, 'REFUSED')
    await rejects.write(line, `its exception was refused: ${userErrors.map((e) => e.message).join('; ')}`, fields)
  }
}

/** The rows of refused orders, and the credits that those orders would have borne, each with its reason. */
function refusedRows({ survey }: SurveyedFile, { refusals }: Sent): Map<number, string> {
  const reasons = new Map<number, string>()
  if (refusals.size === 0) return reasons
  const places = new Map<number, number>()
  for (let row = 0; row < survey.rows; row++) {
    const refused = refusals.get(survey.orderOfRow[row]!)
    if (refused === undefined) continue
    const place = places.get(survey.orderOfRow[row]!) ?? 0
    places.set(survey.orderOfRow[row]!, place + 1)
    const own = refused.find(({ line }) => line === place)
    reasons.set(row, own?.message ?? `the order was refused: ${refused[0]?.message ?? 'no reason was given'}`)
    survey.dispositions.set(row, 'REFUSED')
  }
  for (const [row, { orders }] of survey.credits) {
    const refused = orders.find((order) => refusals.has(order))
    if (refused === undefined) continue
    reasons.set(row, `the sale that it takes back, ${survey.orders[refused]}, was refused`)
    survey.dispositions.set(row, 'REFUSED')
  }
  return reasons
}

function lastRow({ survey }: SurveyedFile): number {
  for (let row = survey.rows - 1; row >= 0; row--) {
    const disposition = survey.dispositions.at(row)
    const outcome = survey.credits.get(row)
    if (disposition === 'REFUSED' || survey.reasonFor(row) !== null) return row
    if (outcome !== undefined && needsPerson(outcome)) return row
  }
  return -1
}
