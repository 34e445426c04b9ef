import type { Actor as ActorShape } from '#domain/moment'
import type { PendingChange as PendingChangeShape, ValidationResult as ValidationShape } from '#domain/rows/order-rows'
import type { HoldReason as HoldReasonWord } from '#domain/vocabulary'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { HoldReason } from './enums.ts'
import { FieldChange } from './field-change.ts'
import { OrderLine } from './order-line.ts'
import { seesCustomers } from './personal.ts'
import { stored } from './stored.ts'
import { visibleOne } from './visibility.ts'

builder.prismaNode('Hold', {
  nullable: true,
  id: { field: 'id', description: 'Names the hold in releaseHold.' },
  findUnique: (id, context) => visibleOne('Hold', id, context),
  description: 'Something that keeps an order, or some of its lines, from being released. Several may hold one order.',
  fields: (t) => ({
    reason: t.field({ type: HoldReason, resolve: ({ reason }) => reason as HoldReasonWord }),
    rule: t.exposeString('rule', {
      nullable: true,
      description:
        'The rule that placed it and lifts it when its cause is gone. Null: a person or the channel placed it.',
    }),
    note: t.string({
      nullable: true,
      description: 'Why. What a person wrote is null without the scope customers:read.',
      resolve: ({ note, rule }, _, context) => (rule !== null || seesCustomers(context) ? note : null),
    }),
    lines: t.field({
      type: [OrderLine],
      description: 'The lines that are held. Empty: the whole order.',
      select: (_args, _context, lines) => ({
        lineIds: true,
        order: { select: { lines: lines({ orderBy: { position: 'asc' } }) } },
      }),
      resolve: ({ lineIds, order }) => order.lines.filter((line) => lineIds.includes(line.id)),
    }),
    keepsStock: t.exposeBoolean('keepsStock', {
      description: 'Whether stock that was allocated before stays allocated.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself. Mostly null.',
    }),
    placedBy: t.field({ type: Actor, nullable: true, resolve: ({ placedBy }) => stored<ActorShape>(placedBy) }),
    placedAt: t.expose('placedAt', { type: 'DateTime' }),
    releasedAt: t.expose('releasedAt', { type: 'DateTime', nullable: true, description: 'Null while it holds.' }),
    releasedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Null while it holds.',
      resolve: ({ releasedBy }) => stored<ActorShape | null>(releasedBy),
    }),
    releaseReasonCode: t.exposeString('releaseReasonCode', {
      nullable: true,
      description: 'The reason that a person gave. Null where a rule lifted it.',
    }),
    evidence: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What the rule saw; holds no personal data.',
      resolve: ({ evidence }) => evidence,
    }),
  }),
})

const ValidationResult = builder.objectRef<ValidationShape>('ValidationResult').implement({
  description: 'What one rule found when it last ran.',
  fields: (t) => ({
    rule: t.exposeString('rule'),
    passed: t.exposeBoolean('passed'),
    overridable: t.exposeBoolean('overridable', {
      description: 'Whether releaseOrder may go ahead all the same, with an overrideReasonCode.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'What is wrong and what to do. Null when passed.',
    }),
    evidence: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What the rule saw; holds no personal data.',
      resolve: ({ evidence }) => evidence ?? null,
    }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime' }),
  }),
})

const PendingChange = builder.objectRef<PendingChangeShape>('PendingChange').implement({
  description: 'An edit from the channel that came after release and waits for decideOrderChange.',
  fields: (t) => ({
    receivedAt: t.expose('receivedAt', { type: 'DateTime' }),
    changes: t.field({
      type: [FieldChange],
      description: 'What it would change.',
      resolve: ({ changes }, _, context) =>
        changes.map(({ field, before, after, personal }) =>
          personal === true && !seesCustomers(context)
            ? { field, before: null, after: null, redacted: true }
            : { field, before, after, redacted: false },
        ),
    }),
  }),
})

const LineQuantity = builder.objectRef<{ lineId: string; quantity: number }>('LineQuantity').implement({
  description: 'So many units of a line.',
  fields: (t) => ({
    orderLine: t.prismaField({
      type: 'OrderLine',
      nullable: true,
      description: 'Null where the line is not there any more.',
      resolve: (query, { lineId }, _, context) =>
        context.handle.prisma.orderLine.findUnique({ ...query, where: visibleOne('OrderLine', lineId, context) }),
    }),
    quantity: t.exposeInt('quantity'),
  }),
})

builder.prismaNode('CancellationRequest', {
  nullable: true,
  id: { field: 'id', description: 'Names the request in decideCancellation.' },
  findUnique: (id, context) => visibleOne('CancellationRequest', id, context),
  description: 'The buyer asked, through the channel, to cancel. Somebody decides.',
  fields: (t) => ({
    lines: t.field({
      type: [LineQuantity],
      description: 'What to cancel. Empty: the whole order.',
      resolve: ({ lines }) => stored<{ lineId: string; quantity: number }[]>(lines),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    respondBy: t.expose('respondBy', {
      type: 'DateTime',
      nullable: true,
      description: 'When the channel decides by itself. Null where it does not.',
    }),
    accepted: t.exposeBoolean('accepted', { nullable: true, description: 'Null until somebody decided.' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: 'Null until somebody decided.' }),
  }),
})

builder.prismaObjectFields('Order', (t) => ({
  holds: t.relation('holds', {
    nullable: true,
    description: 'What keeps it from being released, oldest first; at most 100.',
    args: {
      active: t.arg.boolean({
        defaultValue: true,
        description: 'True: those that hold now. False: those that were released. Null: both.',
      }),
    },
    query: ({ active }) => ({
      where: active === true ? { releasedAt: null } : active === false ? { releasedAt: { not: null } } : {},
      orderBy: [{ placedAt: 'asc' }, { id: 'asc' }],
    }),
  }),
  validation: t.field({
    type: [ValidationResult],
    nullable: true,
    description: 'What each validation rule found when it last ran, in their order. Empty before the first run.',
    select: { validation: true },
    resolve: ({ validation }) => stored<ValidationShape[]>(validation),
  }),
  pendingChange: t.field({
    type: PendingChange,
    nullable: true,
    description: 'An edit from the channel that waits for a decision. Null for most orders.',
    select: { pendingChange: true },
    resolve: ({ pendingChange }) => stored<PendingChangeShape | null>(pendingChange),
  }),
  cancellationRequests: t.relation('cancellationRequests', {
    nullable: true,
    description: 'Oldest first; at most 100.',
    query: { orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] },
  }),
}))
