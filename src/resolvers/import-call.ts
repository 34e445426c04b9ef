import type { OrderInput } from '#domain/input/order-input'
import { type ReadOrder, readOrder } from '#domain/input/read-order'
import { customerId } from '#domain/intake/customer'
import {
  decideImport,
  defect,
  type ImportDecision,
  needsOrder,
  type OrderOutcome,
  rejected,
} from '#domain/intake/import-orders'
import { everyPart } from '#domain/order/parts'
import { problem } from '#domain/problems'
import { isConflict, isContention, sqlState } from '#store/errors'
import { loadImportFacts } from '#store/read/import-facts'
import { loadOrderFacts } from '#store/read/order-facts'
import { inSlices } from '#store/turn'
import type { Write } from '#store/write/commit'
import type { CommandContext } from './command-context.ts'

type Answer = { results: OrderOutcome[] }

/** How often one call is decided again when another's write came between, before it is cut in halves. */
const TRIES = 4

/** One attempt at a call; what it answers is stored under the idempotency key, if there is one. */
export async function importCall(command: CommandContext, inputs: OrderInput[], rejectAll: boolean): Promise<Answer> {
  const reads = await inSlices(readAll(command, inputs))
  if (rejectAll) return importWhole(command, reads)
  return (await attempt(command, reads, (write, answer) => command.commit(write, answer))) ?? bisect(command, reads)
}

function* readAll(command: CommandContext, inputs: OrderInput[]): Generator<void, ReadOrder[]> {
  const reads: ReadOrder[] = []
  for (const [index, input] of inputs.entries()) {
    reads.push(ownChannel(command, readOrder(input, index)))
    yield
  }
  return reads
}

/** A connector knows of its own channel only. */
function ownChannel(command: CommandContext, read: ReadOrder): ReadOrder {
  if (command.maySee(read.channelKey)) return read
  const foreign = problem('UNKNOWN_CHANNEL', 'This token belongs to another channel.', ['channel'])
  return { ...read, problems: [...read.problems, foreign] }
}

/** All or nothing. */
async function importWhole(command: CommandContext, reads: ReadOrder[]): Promise<Answer> {
  const decision = await decide(command, reads)
  const { outcomes } = decision
  if (!outcomes.some(({ outcome }) => outcome === 'REJECTED'))
    return command.commit(writeOf(decision), { results: outcomes })
  const results = outcomes.map(
    (result): OrderOutcome =>
      result.outcome === 'REJECTED' ? result : { ...result, outcome: 'NOT_APPLIED', orderId: known(decision, result) },
  )
  return { results }
}

/** An order that was to be created does not exist. */
const known = ({ changes }: ImportDecision, { orderId }: OrderOutcome): string | null =>
  changes.some((change) => change.before === null && change.after.order.id === orderId) ? null : orderId

type CommitWith = (write: Omit<Write, 'moment' | 'idempotency'>, answer: Answer) => Promise<Answer>

/** Decides and commits; null where the database refuses it for good, so that somebody has to find out which order it is. */
async function attempt(command: CommandContext, reads: ReadOrder[], commit: CommitWith): Promise<Answer | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await command.handle.isolated(async () => {
        const decision = await decide(command, reads)
        return commit(writeOf(decision), { results: decision.outcomes })
      })
    } catch (error) {
      if (!isRefusal(error)) throw error
      if (isConflict(error) && tries < TRIES) continue
      if (isContention(error)) throw error
      if (reads.length === 1) command.report(error)
      return null
    }
  }
}

/** An order that cannot be stored never refuses its neighbours: halves of halves, until it stands alone. */
async function bisect(command: CommandContext, reads: ReadOrder[]): Promise<Answer> {
  const settle = async (part: ReadOrder[]): Promise<OrderOutcome[]> => {
    const answer = await attempt(command, part, (write, results) => command.commitPart(write, results))
    if (answer !== null) return answer.results
    if (part.length === 1) return [rejected(part[0]!.index, [defect])]
    const middle = Math.ceil(part.length / 2)
    return [...(await settle(part.slice(0, middle))), ...(await settle(part.slice(middle)))]
  }
  return command.commit({}, { results: await settle(reads) })
}

async function decide(command: CommandContext, reads: ReadOrder[]): Promise<ImportDecision> {
  const valid = reads.filter((read) => read.problems.length === 0 && !read.test)
  const facts = await loadImportFacts(command.handle, {
    channels: [...new Set(reads.map((read) => read.channelKey))],
    references: distinct(valid),
    skus: skusOf(valid),
    customers: [...new Set(valid.flatMap((read) => customerId(read.channelKey, read.snapshot) ?? []))],
  })
  const reservations = new Map(
    facts.reservations.map((reservation) => [`${reservation.channelId} ${reservation.reference}`, reservation]),
  )
  const channels = new Map(facts.channels.map((channel) => [channel.key, channel.id]))
  const ids = new Set<string>()
  for (const read of valid) {
    const reservation = reservations.get(`${channels.get(read.channelKey)} ${read.snapshot.reference}`)
    if (reservation?.orderId && needsOrder(reservation, read)) ids.add(reservation.orderId)
  }
  const orders = await loadOrderFacts(command.handle, [...ids], everyPart, { demand: true })
  const decision = await inSlices(decideImport(reads, { ...facts, orders }, command.moment))
  for (const error of decision.defects) command.report(error)
  return decision
}

function distinct(reads: ReadOrder[]): { channel: string; reference: string }[] {
  const named = new Map<string, { channel: string; reference: string }>()
  for (const { channelKey, snapshot } of reads)
    named.set(`${channelKey} ${snapshot.reference}`, { channel: channelKey, reference: snapshot.reference })
  return [...named.values()]
}

function skusOf(reads: ReadOrder[]): string[] {
  const skus = new Set<string>()
  for (const { snapshot } of reads) {
    for (const { sku, channelSku } of snapshot.lines) {
      if (sku !== undefined) skus.add(sku)
      if (channelSku !== undefined) skus.add(channelSku)
    }
  }
  return [...skus]
}

const writeOf = ({
  changes,
  reservations,
  expected,
  remembered,
}: ImportDecision): Omit<Write, 'moment' | 'idempotency'> => ({
  changes,
  reservations: reservations.map((reservation) => ({ ...reservation, expectedOrderId: null, deferred: [] })),
  snapshots: expected,
  rows: remembered.length === 0 ? [] : [{ table: 'channel_snapshot', op: 'upsert', key: 'orderId', rows: remembered }],
})

/** What Postgres says about this write itself (data, constraints, limits), rather than about the connection or the server. */
const isRefusal = (error: unknown): boolean => isConflict(error) || /^(22|23|42|54)/.test(sqlState(error) ?? '')
