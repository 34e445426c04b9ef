import { builder } from '#schema/builder'
import { MessageDirection } from '#schema/enums'

export const MessageInput = builder.inputType('MessageInput', {
  description: 'A message to or from the buyer.',
  fields: (t) => ({
    reference: t.string({
      required: true,
      description: 'Its number where it came from; sent again it is recorded once.',
    }),
    direction: t.field({ type: MessageDirection, required: true }),
    subject: t.string(),
    body: t.string({ description: 'At most 10,000 characters.' }),
    sentAt: t.field({ type: 'DateTime', required: true }),
  }),
})
