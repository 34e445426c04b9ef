import { closeCase } from '../exception/cases.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { holdsOn, liftExpired } from '../order/holds.ts'
import { onHold } from '../order/on-hold.ts'
import type { GoodsSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts, OrderState } from '../order/state.ts'
import { takesStock } from '../order/status.ts'
import { type Problem, problem, Refusal, refuse } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import type { Demand } from '../routing/candidates.ts'
import { availableDemand, type PlannedPart, planShipments } from '../routing/plan-shipments.ts'
import type { LineRow, ValidationResult } from '../rows/order-rows.ts'
import { addPlanned } from '../shipment/add-planned.ts'
import { type UnitsOfLine, unitsForEvent } from '../shipment/shipments.ts'

export const releaseNeeds = needs('shipmentLines', 'packages', 'holds', 'exceptions')
type Part = Named<typeof releaseNeeds>

/** Shipments of one order, withdrawn ones included. */
export const SHIPMENTS_LIMIT = 100

export interface ReleaseCommand {
  /** Only these units; all open ones where none is named. */
  lines?: UnitsOfLine[] | null
  /** AVAILABLE releases what can go now and leaves the rest open. */
  policy: 'ALL' | 'AVAILABLE'
  overrideReasonCode?: string | null
}

/** A line whose units a release can move: goods that we ship, or what we deliver by saying so. */
const isOurs = (line: LineRow): boolean => line.fulfilledBy === 'MERCHANT' && line.open > 0

/** Why the order cannot be released at all as it stands now, whatever is asked; stock is not looked at here. */
export function releaseRefusal(state: GoodsSummary, now: string): Problem | null {
  const { number, status } = state.order
  const open = state.lines.filter((line) => line.open > 0)
  if (open.length === 0)
    return status === 'CANCELLED'
      ? problem('INVALID_TRANSITION', `Order ${number} is cancelled; there is nothing to release.`, ['order'])
      : problem('ALREADY_DONE', `Order ${number} has no open units: everything was released or cancelled.`, ['order'])
  const ours = open.filter(isOurs)
  if (ours.length === 0)
    return problem(
      'INVALID_TRANSITION',
      `The open lines of order ${number} are fulfilled by the channel or a supplier; wait for their report.`,
      ['order'],
    )
  const held = onHold(state, now, ours.every((line) => holdsOn(state, now, [line.id]).length > 0) ? undefined : [])
  if (held !== null) return held
  return unmetRules(state, now).every((result) => result.overridable) ? null : notValid(state, now)
}

/**
 * Commits an order, or part of it, to fulfilment: allocates stock at this moment, routes, plans shipments. All or nothing
 * unless asked otherwise. What takes no stock (a download, a service, a tip) is delivered by the release.
 */
export function releaseOrder(facts: OrderFacts<Part>, command: ReleaseCommand, moment: Moment): Change<Part> {
  const { state } = facts
  const refusal = releaseRefusal(state, moment.now)
  if (refusal !== null) throw new Refusal(refusal)
  const override = overrideOf(state, command, moment.now)
  const units = selected(state, command, moment.now)
  const { goods, extras } = bySort(state, units)
  const parts = goods.length === 0 ? [] : route(facts, goods, command)
  if (state.shipments.length + parts.length > SHIPMENTS_LIMIT)
    refuse('LIMIT_EXCEEDED', `Order ${state.order.number} has had ${SHIPMENTS_LIMIT} shipments; no more are planned.`, [
      'order',
    ])
  const draft = Draft.edit(facts, moment)
  liftExpired(draft)
  for (const { lineId, quantity } of extras) {
    const line = state.lines.find((row) => row.id === lineId)!
    draft.patch('lines', lineId, { open: line.open - quantity, delivered: line.delivered + quantity })
  }
  draft.set({ releasedAt: draft.order.releasedAt ?? moment.now })
  const shares = shareOut(state, goods, parts)
  draft.event({
    type: 'ORDER_RELEASED',
    reasonCode: override,
    warehouseKeys: parts.map((part) => part.warehouse.key),
    data: {
      policy: command.policy,
      lines: unitsForEvent(state, [...shares.flatMap((share) => share.units), ...extras]),
      overridden: override === null ? [] : unmetRules(state, moment.now).map((result) => result.rule),
    },
  })
  for (const { part, units } of shares) addPlanned(draft, facts, part, units)
  if (draft.state.lines.every((line) => !takesStock(line) || line.open === 0)) closeCase(draft, 'STOCK_SHORTAGE')
  return draft.finish()
}

/** Failed rules, and a date before which it must not go, which is a rule that an override reason overrides. */
function unmetRules(state: GoodsSummary, now: string): ValidationResult[] {
  const failed = state.order.validation.filter((result) => !result.passed)
  if (state.order.validation.length === 0)
    failed.push(rule('validated', false, 'No rule has run; call validateOrder.', now))
  const { notBefore } = state.order
  if (notBefore !== null && Date.parse(notBefore) > Date.parse(now))
    failed.push(rule('notBefore', true, `It is not to go before ${notBefore}.`, now))
  return failed
}

const rule = (name: string, overridable: boolean, message: string, now: string): ValidationResult => ({
  rule: name,
  passed: false,
  overridable,
  message,
  evidence: null,
  checkedAt: now,
})

const notValid = (state: GoodsSummary, now: string): Problem => {
  const results = unmetRules(state, now)
  const advice = results.every((result) => result.overridable)
    ? 'put it right, or give an overrideReasonCode'
    : 'put right what cannot be overridden, and call validateOrder'
  return problem(
    'VALIDATION_FAILED',
    `Order ${state.order.number} does not pass ${results.map((result) => result.rule).join(', ')}: ${advice}.`,
    ['order'],
    { results },
  )
}

/** The reason code of an override that is needed; null where none is. */
function overrideOf(state: OrderState<Part>, command: ReleaseCommand, now: string): string | null {
  const code = command.overrideReasonCode ?? null
  if (code !== null) requireReason(code, 'RELEASE', ['overrideReasonCode'])
  if (unmetRules(state, now).length === 0) return null
  if (code === null) throw new Refusal(notValid(state, now))
  return code
}

/** The units to release: what was named, or all that is open and ours. Held lines refuse, or stay behind with AVAILABLE. */
function selected(state: OrderState<Part>, command: ReleaseCommand, now: string): UnitsOfLine[] {
  const named = command.lines ?? null
  const units = named ?? state.lines.filter(isOurs).map((line) => ({ lineId: line.id, quantity: line.open }))
  const problems = (named ?? []).flatMap(({ lineId, quantity }, index) => {
    const line = state.lines.find((row) => row.id === lineId)!
    const field = ['lines', String(index), 'quantity']
    if (line.fulfilledBy !== 'MERCHANT')
      return problem('INVALID_TRANSITION', `Line ${line.reference} is not fulfilled by us; do not release it.`, field)
    return quantity > line.open
      ? problem('QUANTITY_EXCEEDED', `Line ${line.reference} has ${line.open} open units, not ${quantity}.`, field, {
          open: line.open,
        })
      : []
  })
  if (problems.length > 0) throw new Refusal(...problems)
  const free = units.filter(({ lineId }) => holdsOn(state, now, [lineId]).length === 0)
  if (free.length === units.length) return command.policy === 'AVAILABLE' ? known(state, units) : units
  if (command.policy === 'AVAILABLE' && free.length > 0) return known(state, free)
  throw new Refusal(
    onHold(
      state,
      now,
      units.map(({ lineId }) => lineId),
    )!,
  )
}

/** A line that names no item of ours cannot go now; alone it is refused with its reason. */
const known = (state: OrderState<Part>, units: UnitsOfLine[]): UnitsOfLine[] => {
  const isKnown = ({ lineId }: UnitsOfLine) => {
    const line = state.lines.find((row) => row.id === lineId)!
    return !takesStock(line) || line.stockItemId !== null
  }
  return units.some(isKnown) ? units.filter(isKnown) : units
}

function bySort(state: OrderState<Part>, units: UnitsOfLine[]): { goods: UnitsOfLine[]; extras: UnitsOfLine[] } {
  const isGoods = ({ lineId }: UnitsOfLine) => takesStock(state.lines.find((row) => row.id === lineId)!)
  return { goods: units.filter(isGoods), extras: units.filter((unit) => !isGoods(unit)) }
}

function route(facts: OrderFacts<Part>, goods: UnitsOfLine[], command: ReleaseCommand): PlannedPart[] {
  const { number } = facts.state.order
  const demand = demandOf(facts, goods)
  const wanted = command.policy === 'AVAILABLE' ? availableDemand(facts, demand) : demand
  const plan = planShipments(facts, wanted.length === 0 ? demand : wanted)
  if (plan.kind === 'routed') return plan.parts
  if (plan.kind === 'noRoute')
    throw new Refusal(
      problem('NO_ROUTE', `No warehouse can send order ${number}; enable or add one with saveWarehouse.`, ['order'], {
        candidates: plan.candidates,
      }),
    )
  const short = plan.shortages.map(({ sku, wanted: w, available }) => `${sku} (${available} of ${w})`).join(', ')
  throw new Refusal(
    problem('INSUFFICIENT_STOCK', `There is not enough stock for order ${number}: ${short}.`, ['order'], {
      shortages: plan.shortages,
    }),
  )
}

/** Demand summed by item: two lines of one order on the same item count together. */
function demandOf(facts: OrderFacts<Part>, goods: UnitsOfLine[]): Demand[] {
  const demand = new Map<string, Demand>()
  for (const { lineId, quantity } of goods) {
    const line = facts.state.lines.find((row) => row.id === lineId)!
    const item = line.stockItemId === null ? undefined : facts.items[line.stockItemId]
    if (item === undefined)
      throw new Refusal(
        problem(
          'UNKNOWN_SKU',
          `Line ${line.reference} names no stock item of ours (${line.sku ?? line.channelSku ?? 'no SKU'}); map its SKU with mapChannelSku or substitute it.`,
          ['order'],
        ),
      )
    const sum = demand.get(item.id) ?? { stockItemId: item.id, sku: item.sku, quantity: 0 }
    demand.set(item.id, { ...sum, quantity: sum.quantity + quantity })
  }
  return [...demand.values()]
}

/** Which part carries which line's units: the earlier parts and the earlier lines first. */
function shareOut(
  state: OrderState<Part>,
  goods: UnitsOfLine[],
  parts: PlannedPart[],
): { part: PlannedPart; units: UnitsOfLine[] }[] {
  const left = new Map(goods.map(({ lineId, quantity }) => [lineId, quantity]))
  return parts.map((part) => {
    const units: UnitsOfLine[] = []
    for (const line of state.lines) {
      const wanted = left.get(line.id) ?? 0
      const held = line.stockItemId === null ? 0 : (part.units.get(line.stockItemId) ?? 0)
      const quantity = Math.min(wanted, held)
      if (quantity === 0) continue
      units.push({ lineId: line.id, quantity })
      left.set(line.id, wanted - quantity)
      part.units.set(line.stockItemId!, held - quantity)
    }
    return { part, units }
  })
}
