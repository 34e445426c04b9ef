import { builder } from './builder.ts'

export interface FieldChangeShape {
  field: string
  before: unknown
  after: unknown
  redacted: boolean
}

export const FieldChange = builder.objectRef<FieldChangeShape>('FieldChange').implement({
  description: 'One field, before and after.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'Path into the object, such as "shippingAddress" or "lines.17.quantity".',
    }),
    before: t.field({ type: 'JSON', nullable: true, resolve: ({ before }) => before ?? null }),
    after: t.field({ type: 'JSON', nullable: true, resolve: ({ after }) => after ?? null }),
    redacted: t.exposeBoolean('redacted', {
      description:
        'True where the values are personal, or settings, and hidden from the caller (scope customers:read), or were erased.',
    }),
  }),
})
