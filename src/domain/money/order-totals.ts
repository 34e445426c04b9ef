import { ok, type Result, refuse } from '../result.ts'

/** What a line says about money, in minor units; `total` null or absent where the channel states none. */
export type PricedLine = {
  quantity: number
  unitPrice?: number | null
  discount?: number | null
  tax?: number | null
  total?: number | null
}

export type OrderTotals = {
  subtotal: number
  shippingTotal: number
  taxTotal: number
  discountTotal: number
  total: number
}

/**
 * What the buyer pays for a line after the line's own discount, on the order's tax basis: with tax where taxes are
 * included, without it where they are added. A stated total is authoritative ("3 for 10.00" has no unit price in
 * pennies); otherwise it is unitPrice × quantity − discount.
 */
export const lineTotal = (line: PricedLine): number =>
  line.total ?? (line.unitPrice ?? 0) * line.quantity - (line.discount ?? 0)

/**
 * The money of an order as its parts say it. Two identities hold, whatever the channel sent:
 *
 *   total = Σ line totals + shipping − order discount            (taxes included: `taxTotal` is a part of it)
 *   total = Σ line totals + shipping − order discount + taxTotal (taxes added)
 *
 * `subtotal` is the lines before any discount and `discountTotal` holds line discounts and the order's, so that
 * total = subtotal + shippingTotal − discountTotal (+ taxTotal where taxes are added) for whoever shows them.
 */
export const orderTotals = (
  lines: readonly PricedLine[],
  shippingPrice: number,
  shippingTax: number,
  discount: number,
  taxesIncluded: boolean,
  currency: string,
): Result<OrderTotals> => {
  const add = (read: (line: PricedLine) => number) => lines.reduce((total, line) => total + read(line), 0)
  const lineDiscounts = add((line) => line.discount ?? 0)
  const subtotal = add(lineTotal) + lineDiscounts
  const taxTotal = add((line) => line.tax ?? 0) + shippingTax
  const discountTotal = lineDiscounts + discount
  const total = subtotal + shippingPrice - discountTotal + (taxesIncluded ? 0 : taxTotal)
  const totals = { subtotal, shippingTotal: shippingPrice, taxTotal, discountTotal, total }

  const magnitude = [
    ...lines.map((line) => Math.abs(lineTotal(line)) + Math.abs(line.discount ?? 0) + Math.abs(line.tax ?? 0)),
  ]
    .concat([shippingPrice, shippingTax, discount].map(Math.abs))
    .reduce((whole, part) => whole + part, 0)
  // Every partial sum is below the magnitude, so one check proves that none of them was rounded.
  if (!(magnitude <= Number.MAX_SAFE_INTEGER))
    return refuse(
      `The order's amounts in ${currency} add up to more than can be counted exactly; check the prices and quantities.`,
    )
  return ok(totals)
}
