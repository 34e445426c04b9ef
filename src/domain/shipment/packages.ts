import { REFERENCES_PER_ORDER } from '../input/limits.ts'
import type { Draft } from '../order/draft.ts'
import type { OrderState } from '../order/state.ts'
import { type Problem, problem, Refusal, refuse } from '../problems.ts'
import type { LineRow } from '../rows/order-rows.ts'
import type { PackageRow, ShipmentRow } from '../rows/shipment-rows.ts'
import { type HouseFacts, shipmentLinesOf } from './shipments.ts'

/** Packages of one shipment. */
export const PACKAGES_LIMIT = 200

export interface PackageToPack {
  reference?: string | null
  weightGrams?: number | null
  lengthMm?: number | null
  widthMm?: number | null
  heightMm?: number | null
  contents?: { sku: string; quantity: number; serials?: string[] | null; lots?: string[] | null }[] | null
  carrier?: string | null
  trackingNumber?: string | null
}

/** What is in the box, as its own label says: the item that is really sent, after a substitution the substitute. */
export const packedSku = (facts: Pick<HouseFacts, 'items'>, line: LineRow): string =>
  (line.stockItemId === null ? undefined : facts.items[line.stockItemId]?.sku) ??
  line.sku ??
  line.channelSku ??
  line.reference

/** Units of a shipment by the SKU in the box, in the order of the lines. */
export function unitsBySku(
  state: Pick<OrderState, 'lines' | 'shipmentLines'>,
  facts: Pick<HouseFacts, 'items'>,
  shipmentId: string,
) {
  const units = new Map<string, number>()
  const rows = shipmentLinesOf(state, shipmentId)
  for (const line of state.lines) {
    const quantity = rows.find((row) => row.orderLineId === line.id)?.quantity ?? 0
    if (quantity > 0) units.set(packedSku(facts, line), (units.get(packedSku(facts, line)) ?? 0) + quantity)
  }
  return units
}

/** Packs a shipment: one package with everything unless packages are named, whose contents must add up to its lines. */
export function addPackages(
  draft: Draft<'shipmentLines' | 'packages' | 'references'>,
  facts: HouseFacts,
  shipment: ShipmentRow,
  wanted: PackageToPack[],
): PackageRow[] {
  const inputs = wanted.length === 0 ? [{}] : wanted
  if (inputs.length > PACKAGES_LIMIT)
    refuse('LIMIT_EXCEEDED', `A shipment has at most ${PACKAGES_LIMIT} packages; these are ${inputs.length}.`, [
      'packages',
    ])
  const units = unitsBySku(draft.state, facts, shipment.id)
  const contents = contentsOf(inputs, units)
  const problems = [...uniqueReferences(inputs), ...sumsUp(inputs, units, contents)]
  if (problems.length > 0) throw new Refusal(...problems)
  const rows = inputs.map((input, index) => packageRow(draft, shipment, input, index, contents[index]!))
  for (const row of rows) {
    draft.add('packages', row)
    noteTracking(draft, row)
  }
  return rows
}

type Contents = NonNullable<PackageToPack['contents']>

/** A single package without contents holds everything. */
function contentsOf(inputs: PackageToPack[], units: Map<string, number>): Contents[] {
  const everything = [...units].map(([sku, quantity]) => ({ sku, quantity }))
  return inputs.map((input) => input.contents ?? (inputs.length === 1 ? everything : []))
}

function uniqueReferences(inputs: PackageToPack[]): Problem[] {
  const seen = new Set<string>()
  return inputs.flatMap((input, index) => {
    const reference = input.reference ?? String(index + 1)
    if (seen.has(reference))
      return problem('INVALID_INPUT', `Two packages have the reference "${reference}"; give each its own.`, [
        'packages',
        String(index),
        'reference',
      ])
    seen.add(reference)
    return []
  })
}

function sumsUp(inputs: PackageToPack[], units: Map<string, number>, contents: Contents[]): Problem[] {
  const left = new Map(units)
  const problems: Problem[] = []
  contents.forEach((content, index) => {
    if (content.length === 0)
      problems.push(
        problem('INVALID_INPUT', 'Say what each package holds when there are several.', [
          'packages',
          String(index),
          'contents',
        ]),
      )
    content.forEach(({ sku, quantity }, n) => {
      const field = ['packages', String(index), 'contents', String(n), 'quantity']
      if (quantity < 1) problems.push(problem('INVALID_INPUT', `A package holds at least 1 of ${sku}.`, field))
      const rest = (left.get(sku) ?? 0) - quantity
      if (rest < 0)
        problems.push(
          problem(
            'QUANTITY_EXCEEDED',
            `The packages hold more ${sku} than the ${units.get(sku) ?? 0} of the shipment.`,
            field,
            {
              inShipment: units.get(sku) ?? 0,
            },
          ),
        )
      left.set(sku, rest)
    })
  })
  const missing = [...left].filter(([, quantity]) => quantity > 0).map(([sku, quantity]) => ({ sku, quantity }))
  if (problems.length === 0 && missing.length > 0 && inputs.length > 0)
    problems.push(
      problem(
        'INVALID_INPUT',
        `The packages leave out ${missing.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(', ')}; pack all, or cancel these units first.`,
        ['packages'],
        { missing },
      ),
    )
  return problems
}

const packageRow = (
  draft: Draft<'shipmentLines' | 'packages' | 'references'>,
  shipment: ShipmentRow,
  input: PackageToPack,
  index: number,
  contents: Contents,
): PackageRow => ({
  id: draft.moment.id(),
  orderId: draft.order.id,
  shipmentId: shipment.id,
  reference: input.reference ?? String(index + 1),
  sscc: null,
  contents: contents.map(({ sku, quantity, serials, lots }) => ({
    shipmentId: shipment.id,
    sku,
    quantity,
    serials: serials ?? [],
    lots: lots ?? [],
  })),
  carrier: input.carrier ?? null,
  trackingNumber: input.trackingNumber ?? null,
  trackingUrl: null,
  status: 'UNKNOWN',
  label: { status: 'NONE', url: null, format: null, cost: null },
  weightGrams: input.weightGrams ?? null,
  lengthMm: input.lengthMm ?? null,
  widthMm: input.widthMm ?? null,
  heightMm: input.heightMm ?? null,
})

/** What is known only when it leaves: carrier, tracking number, weight. Packages are named by reference, or by their place. */
export function updatePackages(
  draft: Draft<'shipmentLines' | 'packages' | 'references'>,
  shipment: ShipmentRow,
  inputs: PackageToPack[],
): void {
  const rows = draft.state.packages.filter((row) => row.shipmentId === shipment.id)
  for (const [index, input] of inputs.entries()) {
    const at = ['packages', String(index)]
    const row = input.reference ? rows.find((r) => r.reference === input.reference) : rows[index]
    if (row === undefined)
      throw new Refusal(
        problem(
          'NOT_FOUND',
          `Shipment ${shipment.number} has no package ${input.reference ? `"${input.reference}"` : index + 1}.`,
          at,
          { packages: rows.map((r) => r.reference) },
        ),
      )
    if (input.contents)
      refuse('INVALID_INPUT', 'What a package holds was settled when it was packed; leave out its contents.', [
        ...at,
        'contents',
      ])
    const after = {
      ...row,
      carrier: input.carrier ?? row.carrier,
      trackingNumber: input.trackingNumber ?? row.trackingNumber,
      weightGrams: input.weightGrams ?? row.weightGrams,
      lengthMm: input.lengthMm ?? row.lengthMm,
      widthMm: input.widthMm ?? row.widthMm,
      heightMm: input.heightMm ?? row.heightMm,
    }
    draft.patch('packages', row.id, after)
    noteTracking(draft, after)
  }
}

/** The order is found by the tracking numbers of its packages too. */
export function noteTracking(draft: Draft<'shipmentLines' | 'packages' | 'references'>, row: PackageRow): void {
  const { trackingNumber: value, carrier } = row
  const system = carrier ?? 'carrier'
  if (value === null || draft.state.references.length >= REFERENCES_PER_ORDER) return
  if (draft.state.references.some((r) => r.kind === 'TRACKING' && r.value === value && r.system === system)) return
  draft.add('references', {
    id: draft.moment.id(),
    orderId: draft.order.id,
    system,
    kind: 'TRACKING',
    value,
    url: null,
  })
}

/** The carrier of a shipment is that of its packages, where they agree or the first names one. */
export const carrierOf = (
  draft: Draft<'shipmentLines' | 'packages' | 'references'>,
  shipment: ShipmentRow,
): string | null =>
  draft.state.packages.find((row) => row.shipmentId === shipment.id && row.carrier !== null)?.carrier ??
  shipment.carrier
