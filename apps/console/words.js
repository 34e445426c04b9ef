const rewritten = { SKU: 'SKU', SLA: 'SLA', ID: 'ID' }

/** A word of the vocabulary for a person: PARTIALLY_SHIPPED is "Partially shipped". */
export function say(word) {
  if (word === null || word === undefined) return '–'
  const text = word.toLowerCase().replaceAll('_', ' ')
  const sentence = text.replace(/\b(sku|sla|id)\b/g, (each) => rewritten[each.toUpperCase()])
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** The name of a field as the log has it, such as "shippingAddress.postcode". */
export const sayField = (field) =>
  field
    .split('.')
    .map((step) => step.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join(' › ')

/** Money as the reader's country writes it; the amount stays the decimal text that the API gave. */
export function sayMoney(money) {
  if (money === null || money === undefined) return '–'
  const { amount, currencyCode } = money
  try {
    const digits = amount.split('.')[1]?.length ?? 0
    const style = { style: 'currency', currency: currencyCode, minimumFractionDigits: digits }
    return new Intl.NumberFormat(undefined, style).format(amount)
  } catch {
    return `${amount} ${currencyCode}`
  }
}

export const sayNumber = (number) => (number === null || number === undefined ? '–' : number.toLocaleString())

/** Lists and objects without their brackets, such as "payment: paid, fulfilment: sent". */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (typeof value !== 'object' || value === null) return String(value ?? 'nothing')
  if (Object.keys(value).sort().join() === 'field,value') return `${value.field}: ${plain(value.value)}`
  return Object.entries(value)
    .map(([name, each]) => `${sayField(name)}: ${plain(each)}`)
    .join(', ')
}

/** A value of a change: short, and never more than a line. */
export function sayValue(value) {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'string' && /^[A-Z]+(_[A-Z]+)*$/.test(value) && value.length > 3) return say(value).toLowerCase()
  const text = plain(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

/** Why a person may hold an order; rules and channels have further reasons. The values are of the enum HoldReason. */
export const holdReasonChoices = [
  'MANUAL',
  'INCORRECT_ADDRESS',
  'HIGH_RISK_OF_FRAUD',
  'AWAITING_PAYMENT',
  'UNKNOWN_DELIVERY_DATE',
  'POSSIBLE_DUPLICATE',
  'OTHER',
]

/** The values of the enum CancelReason. */
export const cancelReasonChoices = ['CUSTOMER', 'INVENTORY', 'FRAUD', 'DECLINED', 'STAFF', 'DUPLICATE', 'OTHER']

/** The shared lifecycle as a board lays it out; each status of the enum OrderStatus once. */
export const lifecycleGroups = [
  { name: 'Arrived', statuses: ['NEW', 'READY'] },
  { name: 'In the house', statuses: ['RELEASED', 'PICKING', 'PACKED'] },
  { name: 'On the way', statuses: ['PARTIALLY_SHIPPED', 'SHIPPED'] },
  { name: 'At the customer', statuses: ['PARTIALLY_DELIVERED', 'DELIVERED'] },
  { name: 'Back or ended', statuses: ['PARTIALLY_RETURNED', 'RETURNED', 'CANCELLED'] },
]

const tones = {
  NEW: 'plain',
  READY: 'info',
  RELEASED: 'info',
  PICKING: 'busy',
  PACKED: 'busy',
  CANCELLED: 'plain',
  OPEN: 'warn',
  IN_PROGRESS: 'busy',
  RESOLVED: 'good',
  PAID: 'good',
  PENDING: 'warn',
  FAILED: 'bad',
  LOST: 'bad',
  DELIVERY_FAILED: 'bad',
  IN_DOUBT: 'warn',
  REJECTED: 'bad',
  CONFIRMED: 'good',
  SHIPPED: 'busy',
  IN_TRANSIT: 'busy',
  OUT_FOR_DELIVERY: 'busy',
  DELIVERED: 'good',
}

/** The colour of a status; its word is always there too. */
export const toneOf = (word) => tones[word] ?? 'plain'
