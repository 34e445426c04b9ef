import { ok, type Result, refuse } from '../result.ts'
import { currencyDigits } from './currencies.ts'

/** Longer amounts are not money; the limit keeps a hostile text out of the arithmetic and the message. */
export const AMOUNT_TEXT_LIMIT = 40

// A refusal may be stored as evidence, and what was refused may hold what cannot be stored.
const quoted = (text: string): string => `"${text.slice(0, AMOUNT_TEXT_LIMIT).replace(/[^ -~]/g, '?')}"`

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/

type Decimal = { digits: number; sign: string; whole: string; fraction: string }

const readDecimal = (text: string, currency: string): Result<Decimal> => {
  const digits = currencyDigits(currency)
  if (digits === undefined) return refuse(`${quoted(currency)} is not an ISO 4217 currency; give a code such as GBP.`)
  if (text.length > AMOUNT_TEXT_LIMIT)
    return refuse(`An amount of ${text.length} characters is too long; at most ${AMOUNT_TEXT_LIMIT} are read.`)
  const match = decimal.exec(text)
  if (!match)
    return refuse(
      `${quoted(text)} is not an amount; write digits with a point before the decimals, such as ${formatAmount(1250, currency)}.`,
    )
  return ok({ digits, sign: match[1] ?? '', whole: match[2] ?? '', fraction: match[3] ?? '' })
}

const minorUnits = (sign: string, units: string, text: string): Result<number> => {
  const value = Number(units)
  if (!Number.isSafeInteger(value)) return refuse(`The amount ${text} is larger than can be counted exactly.`)
  return ok(sign && value ? -value : value)
}

/**
 * A decimal string in minor units: "12.5" in GBP is 1250. Zeros beyond the currency's digits are exact and accepted
 * ("1200.00" in JPY); any other digit there is refused, because rounding is the sender's decision.
 */
export const parseAmount = (text: string, currency: string): Result<number> => {
  const read = readDecimal(text, currency)
  if (!read.ok) return read
  const { digits, sign, whole, fraction } = read.value
  if (/[1-9]/.test(fraction.slice(digits)))
    return refuse(
      `The amount ${text} has more decimals than ${currency}, which has ${digits}; round it before sending.`,
    )
  return minorUnits(sign, whole + fraction.slice(0, digits).padEnd(digits, '0'), text)
}

/** Price × quantity in minor units, exact until one rounding at the end, half away from zero: for prices finer than the currency. */
export const extendPrice = (price: string, quantity: number, currency: string): Result<number> => {
  const read = readDecimal(price, currency)
  if (!read.ok) return read
  if (!Number.isSafeInteger(quantity)) return refuse(`The quantity ${quantity} is not a whole number.`)
  const { digits, sign, whole, fraction } = read.value
  const product = BigInt(whole + fraction.padEnd(digits, '0')) * BigInt(Math.abs(quantity))
  const scale = 10n ** BigInt(Math.max(fraction.length - digits, 0))
  const rounded = (2n * product + scale) / (2n * scale)
  const negative = (sign === '-') !== quantity < 0
  return minorUnits(negative ? '-' : '', rounded.toString(), `${price} × ${quantity}`)
}

/** Minor units as a decimal string with exactly the currency's digits: 1250 in GBP is "12.50". */
export const formatAmount = (minor: number, currency: string): string => {
  const digits = currencyDigits(currency)
  if (digits === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency`)
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole number of minor units`)
  const sign = minor < 0 ? '-' : ''
  const units = String(Math.abs(minor)).padStart(digits + 1, '0')
  return digits === 0 ? sign + units : `${sign}${units.slice(0, -digits)}.${units.slice(-digits)}`
}

/** Adds minor units; throws where the sum could no longer be counted exactly, which `orderTotals` refuses before it is stored. */
export const sum = (amounts: Iterable<number>): number => {
  let total = 0
  for (const amount of amounts) {
    total += amount
    if (!Number.isSafeInteger(total)) throw new RangeError('a sum of amounts is larger than can be counted exactly')
  }
  return total
}
