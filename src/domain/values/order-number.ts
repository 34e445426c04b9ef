import { ok, type Result, refuse } from '../result.ts'

// An order number is read over the phone: CD, a database sequence, a check character, as in CD-1000042-4.
// The check is ISO/IEC 7064 MOD 11-2 (digits, and X for ten), as in ORCID and ISNI: every wrong character and every swap of
// neighbours is caught, and no letter can be misheard as a digit. (MOD 37,36 misses some swaps; MOD 37-2 ends some in "*".)
const PREFIX = 'CD'

/** Fewest digits of a number: a number that lost a digit is refused rather than read as another order. */
export const ORDER_NUMBER_DIGITS = 7

/** Where the database sequence starts, so that no number needs zeros in front. */
export const FIRST_ORDER_SEQUENCE = 1_000_001

const checkCharacter = (digits: string): string => {
  let remainder = 0
  for (const digit of digits) remainder = ((remainder + Number(digit)) * 2) % 11
  const check = (12 - remainder) % 11
  return check === 10 ? 'X' : String(check)
}

/** The number of the order with this place in the database's sequence. */
export const orderNumber = (sequence: number): string => {
  if (!Number.isSafeInteger(sequence) || sequence < 1)
    throw new RangeError(`${sequence} is not a place in the sequence of order numbers`)
  const digits = String(sequence).padStart(ORDER_NUMBER_DIGITS, '0')
  return `${PREFIX}-${digits}-${checkCharacter(digits)}`
}

const tolerant = /^(?:CD[ -]?)?(\d{7,15})[ -]?([\dX])$/i
// Without the dash before the check character an eight-digit order number could be read as a shipment of another order.
const tolerantShipment = /^((?:CD[ -]?)?\d{7,15}[ -][\dX])[ -](\d{1,4})$/i

/** An order number as a person typed it (any case; spaces or none for dashes; CD may be missing) in its one written form. */
export const parseOrderNumber = (text: string): Result<string> => {
  const match = tolerant.exec(text.trim())
  const digits = match?.[1] ?? ''
  if (!match || (digits.length > ORDER_NUMBER_DIGITS && digits.startsWith('0')))
    return refuse(`This is not an order number; one looks like ${orderNumber(FIRST_ORDER_SEQUENCE)}.`)
  if (checkCharacter(digits) !== match[2]?.toUpperCase())
    return refuse(
      'This order number is mistyped: its check character does not fit its digits. Compare it with the original.',
    )
  return ok(`${PREFIX}-${digits}-${checkCharacter(digits)}`)
}

/** The number of an order's nth shipment: CD-1000042-4-1. */
export const shipmentNumber = (order: string, n: number): string => {
  if (!Number.isInteger(n) || n < 1 || n > 9999)
    throw new RangeError(`${n} is not the place of a shipment in its order`)
  return `${order}-${n}`
}

export const parseShipmentNumber = (text: string): Result<{ number: string; order: string; n: number }> => {
  const match = tolerantShipment.exec(text.trim())
  const n = Number(match?.[2])
  const order = parseOrderNumber(match?.[1] ?? '')
  if (!match || n < 1)
    return refuse(
      `This is not a shipment number; one looks like ${shipmentNumber(orderNumber(FIRST_ORDER_SEQUENCE), 1)}.`,
    )
  if (!order.ok) return refuse(order.message.replace('order number', 'shipment number'))
  return ok({ number: shipmentNumber(order.value, n), order: order.value, n })
}
