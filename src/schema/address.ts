import { type Address as AddressShape, formatAddress } from '#domain/values/address'
import { builder } from './builder.ts'

export const Address = builder.objectRef<AddressShape>('Address').implement({
  description: 'A postal address. Personal: never shown without the scope customers:read.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'The person it is for.' }),
    company: t.exposeString('company', { nullable: true }),
    lines: t.exposeStringList('lines', { description: 'Street, house, floor …; at most 10, often empty for pick-up.' }),
    city: t.exposeString('city', { nullable: true }),
    region: t.exposeString('region', { nullable: true, description: 'State, province or county.' }),
    postcode: t.exposeString('postcode', {
      nullable: true,
      description: "In its country's own format where it has one.",
    }),
    countryCode: t.expose('countryCode', {
      type: 'CountryCode',
      nullable: true,
      description: 'Null where what the channel sent names no country that we know: see `country`.',
    }),
    country: t.exposeString('country', {
      nullable: true,
      description: 'The country in the words that the channel sent.',
    }),
    phone: t.exposeString('phone', { nullable: true }),
    formatted: t.stringList({
      description: 'The lines of a label, top to bottom.',
      resolve: (address) => formatAddress(address),
    }),
    verified: t.exposeBoolean('verified', {
      description: 'True once an address service or a person confirmed that it exists.',
    }),
  }),
})
