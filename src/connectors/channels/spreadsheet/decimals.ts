/** Unit prices keep this many decimals more than their currency has: a spreadsheet may hold 0.001 GBP. */
export const EXTRA_PRICE_DECIMALS = 3

const EXTRA = 10 ** EXTRA_PRICE_DECIMALS
const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?$/
const GROUPED = { '.': /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/, ',': /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/ }

export type DecimalSeparator = '.' | ','

/** A number of the file as an integer of `decimals` decimals, half rounded away from zero; NaN where it is no number. */
export function readDecimal(text: string, decimals: number, separator: DecimalSeparator): number {
  const match = PLAIN.exec(withPoint(text, separator))
  if (match === null) return Number.NaN
  const [, sign, whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return Number.NaN
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0')
  const magnitude = Number(`${whole}${kept}`) + (fraction.charCodeAt(decimals) >= 53 ? 1 : 0)
  if (!Number.isSafeInteger(magnitude)) return Number.NaN
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude
}

/** Thousands are let go only where they are grouped by three, so that "1,5" is never read as 15. */
function withPoint(text: string, separator: DecimalSeparator): string {
  if (separator === '.') return text.includes(',') && GROUPED['.'].test(text) ? text.replaceAll(',', '') : text
  if (text.includes('.')) return GROUPED[','].test(text) ? text.replaceAll('.', '').replace(',', '.') : '?'
  return text.replace(',', '.')
}

/** A whole number as spreadsheets print it: "6", "-6", "6.0"; NaN where it is none. */
export function readWhole(text: string, separator: DecimalSeparator): number {
  const thousandths = readDecimal(text, 3, separator)
  return thousandths % 1000 === 0 ? thousandths / 1000 : Number.NaN
}

/** `value` × `part` ÷ `whole`, half rounded away from zero, exact also beyond 2^53. */
export function proportion(value: number, part: number, whole: number): number {
  const product = value * part
  if (Number.isSafeInteger(product * 2)) {
    const magnitude = Math.floor((2 * Math.abs(product) + whole) / (2 * whole))
    return product < 0 ? -magnitude : magnitude
  }
  const exact = BigInt(value) * BigInt(part)
  const double = 2n * BigInt(whole)
  const magnitude = (2n * (exact < 0n ? -exact : exact) + BigInt(whole)) / double
  return Number(exact < 0n ? -magnitude : magnitude)
}

/** Price × quantity in minor units. The price carries EXTRA_PRICE_DECIMALS more than the currency. */
export const extend = (price: number, quantity: number): number => proportion(price, quantity, EXTRA)

/** The price in minor units where it has no fraction of them, else null. */
export const priceInMinor = (price: number): number | null => (price % EXTRA === 0 ? price / EXTRA : null)
