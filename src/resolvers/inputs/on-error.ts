import { builder } from '#schema/builder'

export const OnError = builder.enumType('OnError', {
  description: 'What happens to the rest of a call when one of its items is refused.',
  values: {
    SKIP_INVALID: { description: 'The valid ones are written, the refused ones say why.' },
    REJECT_ALL: { description: 'Nothing is written.' },
  } as const,
})
