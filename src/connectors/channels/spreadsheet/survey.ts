import { REFERENCE_LIMIT } from '#domain/values/text'
import type { Fields } from './columns.ts'
import { type Disposition, DispositionTable } from './dispositions.ts'
import { type CreditLine, type CreditOutcome, type CreditShare, matchCredits, type SaleLine } from './match-credits.ts'
import type { RowReader, SheetRow } from './read-row.ts'
import { Interned, OrderTable, RowTable } from './row-table.ts'

/** What the whole file says before anything of it is sent. Rows and orders are numbered from 0 in the file's order. */
export interface Survey {
  rows: number
  /** The order of each row, -1 where the row names none. */
  orderOfRow: Int32Array
  rowsOfOrder: Int32Array
  orders: string[]
  /** Orders of which every row can be read: those that are sent. */
  isSendable(order: number): boolean
  sendableOrders: number
  dispositions: DispositionTable
  /** Why a row is in the rejects file; null where it is not, or where only the server knows. */
  reasonFor(row: number): string | null
  /** What credits take back from this order, in the order of time. */
  sharesOf(order: number): readonly CreditShare[]
  /** By row of the credit. */
  credits: ReadonlyMap<number, CreditOutcome>
}

const NO_ORDER = -1
// Keys pair a customer with a SKU in one exact number.
const SKUS_PER_CUSTOMER = 2 ** 26

/** Reads all rows once and settles what each becomes: a line, a credit of an earlier sale, an exception, or none of them. */
export class SurveyTaker {
  readonly #reader: RowReader
  readonly #table = new RowTable()
  readonly #orderTable = new OrderTable()
  readonly #orders = new Interned()
  readonly #customers = new Interned()
  readonly #skus = new Interned()
  readonly #goods: boolean[] = []
  readonly #faults = new Map<number, string>()

  constructor(reader: RowReader) {
    this.#reader = reader
  }

  add(fields: Fields): void {
    const read = this.#reader.read(fields)
    const table = this.#table
    const row = table.grow()
    const order = this.#orderOf(read)
    table.order[row] = order
    const credit = order !== NO_ORDER && this.#orderTable.isCredit[order] === 1
    const fault = read.fault ?? (credit ? creditFault(read) : saleFault(read))
    if (fault !== null) this.#faults.set(row, fault)
    if (order === NO_ORDER) return

    this.#orderTable.rows[order]!++
    this.#orderTable.setAside[order]! &= read.setAside
    if (fault !== null) {
      this.#orderTable.isBroken[order] = 1
      return
    }
    table.quantity[row] = read.quantity
    table.money[row] = credit ? read.price : read.total
    if (read.at !== null) this.#orderTable.see(order, read.at)
    table.customer[row] = read.customer === '' ? 0 : this.#customers.of(read.customer) + 1
    table.sku[row] = this.#skuOf(read, this.#reader.columns.text(fields, 'currency'))
  }

  finish(): Survey {
    const { rows } = this.#table
    const dispositions = new DispositionTable(rows)
    for (let row = 0; row < rows; row++) dispositions.set(row, this.#firstDisposition(row))
    const { shares, outcomes } = matchCredits(...this.#tradedLines(dispositions))
    for (const [row, outcome] of outcomes) {
      dispositions.set(row, creditDisposition(outcome, this.#goods[this.#table.sku[row]!] ?? true))
    }
    const sharesByOrder = new Map<number, CreditShare[]>()
    for (const share of shares) {
      const known = sharesByOrder.get(share.order)
      if (known === undefined) sharesByOrder.set(share.order, [share])
      else known.push(share)
    }
    const orders = this.#orders.texts()
    const isSendable = (order: number) => this.#isSendable(order)
    return {
      rows,
      orderOfRow: this.#table.keepOrdersOnly(),
      rowsOfOrder: this.#orderTable.rows,
      orders,
      isSendable,
      sendableOrders: orders.reduce((count, _, order) => count + (isSendable(order) ? 1 : 0), 0),
      dispositions,
      reasonFor: (row) => this.#reasonFor(row, dispositions.at(row)),
      sharesOf: (order) => sharesByOrder.get(order) ?? [],
      credits: outcomes,
    }
  }

  #orderOf(read: SheetRow): number {
    if (read.order === '' || read.order.length > REFERENCE_LIMIT) return NO_ORDER
    const before = this.#orders.size
    const order = this.#orders.of(read.order)
    if (order === before) this.#orderTable.add(order, this.#reader.isCredit(read.order))
    return order
  }

  #skuOf(read: SheetRow, currency: string): number {
    const before = this.#skus.size
    const sku = this.#skus.of(currency === '' ? read.sku : `${read.sku}\n${currency}`)
    if (sku === before) this.#goods.push(this.#reader.kindOf(read.sku) === 'GOODS')
    return sku
  }

  #isSendable(order: number): boolean {
    const { isCredit, isBroken, setAside } = this.#orderTable
    return isCredit[order] === 0 && isBroken[order] === 0 && setAside[order] === 0
  }

  #firstDisposition(row: number): Disposition {
    const order = this.#table.order[row]!
    if (order !== NO_ORDER && this.#orderTable.setAside[order] !== 0) return 'SET_ASIDE'
    if (this.#faults.has(row)) return 'UNREADABLE'
    if (this.#isSendable(order)) return 'LINE'
    return this.#orderTable.isCredit[order] === 1 ? 'UNMATCHED' : 'ORDER_UNREADABLE'
  }

  #reasonFor(row: number, disposition: Disposition): string | null {
    if (disposition === 'UNREADABLE') return this.#faults.get(row) ?? null
    if (disposition === 'ORDER_UNREADABLE') return 'another row of the same order cannot be read'
    if (disposition !== 'SET_ASIDE') return null
    const bits = this.#orderTable.setAside[this.#table.order[row]!]!
    return this.#reader.map.setAside[31 - Math.clz32(bits & -bits)]?.reason ?? null
  }

  /** Only lines that a credit could be about; most of a file is about none. */
  #tradedLines(dispositions: DispositionTable): [SaleLine[], CreditLine[]] {
    const table = this.#table
    const sales: SaleLine[] = []
    const credits: CreditLine[] = []
    const keyOf = (row: number) => table.customer[row]! * SKUS_PER_CUSTOMER + table.sku[row]!
    const base = (row: number) => ({
      row,
      // A credit without a customer is nobody's: it gets a key that no sale has.
      key: table.customer[row] === 0 ? -1 : keyOf(row),
      order: table.order[row]!,
      epochMs: this.#orderTable.epochMs[table.order[row]!]!,
      day: this.#orderTable.day[table.order[row]!]!,
      quantity: table.quantity[row]!,
    })
    for (let row = 0; row < table.rows; row++) {
      if (dispositions.at(row) === 'UNMATCHED') credits.push({ ...base(row), price: table.money[row]! })
    }
    const wanted = new Set(credits.map((credit) => credit.key))
    for (let row = 0; row < table.rows; row++) {
      if (table.customer[row] === 0 || dispositions.at(row) !== 'LINE' || !wanted.has(keyOf(row))) continue
      sales.push({ ...base(row), total: table.money[row]! })
    }
    return [sales, credits]
  }
}

function saleFault(row: SheetRow): string | null {
  if (row.quantity < 1) return 'the quantity is below 1 and the order is no credit'
  return row.total < 0 ? 'the amount is negative' : null
}

function creditFault(row: SheetRow): string | null {
  if (row.quantity >= 0) return 'a credit takes units back, so its quantity must be negative'
  if (Number.isNaN(row.price)) return 'the price is not a number'
  return row.price < 0 ? 'the price is negative' : null
}

function creditDisposition(outcome: CreditOutcome, goods: boolean): Disposition {
  if (outcome.matched === 0) return 'UNMATCHED'
  if (outcome.unmatched > 0) return 'PARTLY_MATCHED'
  if (!goods) return 'REFUNDED'
  return outcome.sameDay ? 'CANCELLED' : 'RETURNED'
}
