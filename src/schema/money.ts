import { formatAmount } from '#domain/money/money'
import { builder } from './builder.ts'

/** Integer minor units of a currency. */
export interface MoneyShape {
  minor: number
  currencyCode: string
}

export const money = (minor: bigint | number, currencyCode: string): MoneyShape => ({
  minor: Number(minor),
  currencyCode,
})

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  description: 'An amount with its currency. Exact: never a float.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      description: 'The amount with exactly the currency\'s digits, such as "12.50" for GBP and "1250" for JPY.',
      resolve: ({ minor, currencyCode }) => formatAmount(minor, currencyCode),
    }),
    currencyCode: t.expose('currencyCode', { type: 'CurrencyCode' }),
  }),
})

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount with its currency; no more decimals than the currency has.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true }),
    currencyCode: t.field({ type: 'CurrencyCode', required: true }),
  }),
})
