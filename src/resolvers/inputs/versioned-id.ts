import { builder } from '#schema/builder'

export const VersionedId = builder.inputType('VersionedId', {
  description: 'Names an object, and the version of it that you have seen.',
  fields: (t) => ({
    id: t.id({ required: true }),
    ifVersion: t.int({
      description: 'Refused with STALE_VERSION when it has another version by now. Null: whatever it is now.',
    }),
  }),
})
