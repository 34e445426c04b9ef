import type * as domain from '#domain/input/order-input'
import { builder } from '#schema/builder'
import type { FieldsOf } from './fields-of.ts'

export const AddressInput = builder.inputRef<domain.AddressTexts>('AddressInput').implement({
  description: 'An address as the buyer or the channel writes it; it is tidied and judged after it is stored.',
  fields: (t): FieldsOf<domain.AddressTexts> => ({
    name: t.string(),
    company: t.string(),
    lines: t.stringList({ required: true, description: 'Street, house, building and the like: at most 10 lines.' }),
    city: t.string(),
    region: t.string({ description: 'State, province or county.' }),
    postcode: t.string({ description: 'In any writing; it is brought into that of its country.' }),
    country: t.string({ description: 'ISO 3166 code, or an English name in any usual spelling.' }),
    phone: t.string(),
  }),
})

export const CustomerInput = builder.inputRef<domain.CustomerInput>('CustomerInput').implement({
  description: 'Who bought it.',
  fields: (t): FieldsOf<domain.CustomerInput> => ({
    reference: t.string({
      description: "The channel's own number of the customer; orders with the same one share a customer.",
    }),
    name: t.string(),
    email: t.string(),
    phone: t.string(),
  }),
})
