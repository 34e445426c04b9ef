import { builder } from '#schema/builder'

export const AddressInput = builder.inputType('AddressInput', {
  description: 'An address as the buyer or the channel writes it; it is tidied and judged after it is stored.',
  fields: (t) => ({
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

export const CustomerInput = builder.inputType('CustomerInput', {
  description: 'Who bought it.',
  fields: (t) => ({
    reference: t.string({
      description: "The channel's own number of the customer; orders with the same one share a customer.",
    }),
    name: t.string(),
    email: t.string(),
    phone: t.string(),
  }),
})
