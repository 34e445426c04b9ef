import { bindColumns } from '#connectors/channels/spreadsheet/columns'
import { type MapFile, parseMapFile } from '#connectors/channels/spreadsheet/map-file'
import { type RowReader, rowReader } from '#connectors/channels/spreadsheet/read-row'
import { type Survey, SurveyTaker } from '#connectors/channels/spreadsheet/survey'
import { type OrderRow, translateOrder } from '#connectors/channels/spreadsheet/translate'

export const header = ['Invoice', 'Code', 'What', 'Qty', 'When', 'Price', 'Customer', 'Country']

export const mapJson = {
  version: 1,
  timeZone: 'Europe/London',
  currency: 'GBP',
  columns: {
    order: 'Invoice',
    placedAt: { column: 'When', format: 'yyyy-MM-dd HH:mm' },
    customer: 'Customer',
    country: 'Country',
    sku: 'Code',
    title: 'What',
    quantity: 'Qty',
    unitPrice: 'Price',
  },
  status: { value: 'done', intents: { done: 'DELIVERED_ELSEWHERE' } },
  payment: { status: 'PAID' },
  lineKinds: { POST: 'SERVICE' },
  countries: { EIRE: 'IE', Unspecified: null },
  setAside: [
    { reason: 'a ledger entry', when: { order: '^A' } },
    { reason: 'a stock entry', when: { customer: 'blank', unitPrice: 'zero' } },
  ],
  credits: { order: '^C' },
}

export const mapOf = (json: unknown = mapJson): MapFile => {
  const parsed = parseMapFile(JSON.stringify(json))
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'))
  return parsed.map
}

/** `order sku quantity price customer when`, the columns that most cases are about. */
export const row = (
  order: string,
  sku: string,
  quantity: number | string,
  price: string,
  customer = '100',
  when = '2024-05-01 10:00',
): string[] => [order, sku, `${sku} thing`, String(quantity), when, price, customer, 'United Kingdom']

export interface Sheet {
  reader: RowReader
  survey: Survey
  rows: string[][]
}

export function surveyOf(rows: string[][], json: unknown = mapJson, head: string[] = header): Sheet {
  const map = mapOf(json)
  const bound = bindColumns(map, head)
  if (!bound.ok) throw new Error(bound.faults.join('\n'))
  const reader = rowReader(map, bound.columns)
  const taker = new SurveyTaker(reader)
  for (const fields of rows) taker.add(fields)
  return { reader, survey: taker.finish(), rows }
}

export function orderOf({ reader, survey, rows }: Sheet, reference: string) {
  const order = survey.orders.indexOf(reference)
  const orderRows = rows.flatMap((fields, index): OrderRow[] =>
    survey.orderOfRow[index] === order ? [{ row: index, fields }] : [],
  )
  return translateOrder('shop', reader, orderRows, survey.sharesOf(order), (credit) => survey.orders[credit] ?? '')
}

export const dispositionsOf = ({ survey }: Sheet): string[] =>
  Array.from({ length: survey.rows }, (_, index) => survey.dispositions.at(index))
