import type { RaiseOutcome as RaiseOutcomeWord } from '#domain/exception/raise-exceptions'
import type { Problem } from '#domain/problems'
import { builder } from './builder.ts'
import { type Payload, UserError } from './payloads.ts'
import { visibleOne } from './visibility.ts'

export interface ExceptionResultShape {
  index: number
  exceptionId: string | null
  userErrors: Problem[]
}

export interface BulkExceptionsPayloadShape extends Payload {
  results: ExceptionResultShape[]
}

export interface RaiseResultShape extends ExceptionResultShape {
  outcome: RaiseOutcomeWord
}

export interface RaiseExceptionsPayloadShape extends Payload {
  results: RaiseResultShape[]
}

const index = 'Its place in the call, from 0.'
const errors = 'Why this one was refused; empty when it was not.'

const ExceptionResult = builder.objectRef<ExceptionResultShape>('ExceptionResult').implement({
  description: 'What became of one exception of a bulk call; one that is refused leaves the others alone.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: index }),
    exceptionCase: t.prismaField({
      type: 'ExceptionCase',
      nullable: true,
      description: 'As it is now, after a refusal too. Null where there is none with this id.',
      resolve: (query, { exceptionId }, _, context) =>
        exceptionId
          ? context.handle.prisma.exceptionCase.findUnique({
              ...query,
              where: visibleOne('ExceptionCase', exceptionId, context),
            })
          : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: errors }),
  }),
})

export const BulkExceptionsPayload = builder.objectRef<BulkExceptionsPayloadShape>('BulkExceptionsPayload').implement({
  fields: (t) => ({
    results: t.expose('results', {
      type: [ExceptionResult],
      description: 'One an exception of the call, in its order.',
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: 'Why the call was refused as a whole.' }),
  }),
})

const RaiseOutcome = builder.enumType('RaiseOutcome', {
  values: {
    CREATED: { description: 'It is in the queue now.' },
    UNCHANGED: { description: 'The same trouble is known already, resolved or not.' },
    REJECTED: { description: 'Its userErrors say why.' },
  } as const,
})

const RaiseResult = builder.objectRef<RaiseResultShape>('RaiseExceptionResult').implement({
  description: 'What became of one raised exception; one that is refused leaves the others alone.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: index }),
    outcome: t.expose('outcome', { type: RaiseOutcome }),
    exceptionCase: t.prismaField({
      type: 'ExceptionCase',
      nullable: true,
      description: 'The case, new or known. Null when it was refused.',
      resolve: (query, { exceptionId }, _, context) =>
        exceptionId
          ? context.handle.prisma.exceptionCase.findUnique({
              ...query,
              where: visibleOne('ExceptionCase', exceptionId, context),
            })
          : null,
    }),
    userErrors: t.expose('userErrors', { type: [UserError], description: errors }),
  }),
})

export const RaiseExceptionsPayload = builder
  .objectRef<RaiseExceptionsPayloadShape>('RaiseExceptionsPayload')
  .implement({
    fields: (t) => ({
      results: t.expose('results', { type: [RaiseResult], description: 'One an exception of the call, in its order.' }),
      userErrors: t.expose('userErrors', { type: [UserError], description: 'Why the call was refused as a whole.' }),
    }),
  })

export interface EscalateExceptionsPayloadShape extends Payload {
  escalated: number
  more: boolean
}

export const EscalateExceptionsPayload = builder
  .objectRef<EscalateExceptionsPayloadShape>('EscalateExceptionsPayload')
  .implement({
    fields: (t) => ({
      escalated: t.exposeInt('escalated', { description: 'How many were marked by this call.' }),
      more: t.exposeBoolean('more', { description: 'True when there may be more: call again.' }),
      userErrors: t.expose('userErrors', { type: [UserError], description: 'Why the call was refused.' }),
    }),
  })
