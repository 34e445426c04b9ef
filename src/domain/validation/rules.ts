import { addressRule } from './address.ts'
import { fraudRule } from './fraud.ts'
import { paymentRule } from './payment.ts'
import type { Rule } from './rule.ts'
import { skuKnownRule } from './sku-known.ts'
import { stockAvailableRule } from './stock-available.ts'
import { totalsRule } from './totals.ts'

/** What an order must pass before it is READY, in the order in which people see them. */
export const validationRules: readonly Rule[] = [
  addressRule,
  paymentRule,
  fraudRule,
  skuKnownRule,
  totalsRule,
  stockAvailableRule,
]
