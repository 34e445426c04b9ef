import type {
  ActorKind as ActorKindWord,
  ExceptionKind as ExceptionKindWord,
  ExceptionStatus as ExceptionStatusWord,
} from '#domain/vocabulary'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { listArgs } from './connection-args.ts'
import { countOf } from './count.ts'
import { ExceptionKind, ExceptionStatus } from './enums.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { visibleOne } from './visibility.ts'

/** The evidence of these rules quotes what a channel answered, which may repeat an address. */
const quoting = new Set(['channel-push', 'channel-reachable'])

export const ExceptionCase = builder.prismaNode('ExceptionCase', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('ExceptionCase', id, context),
  description: 'Something that a person has to look at: why, whose it is, and until when.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Grows with every change. Send it as `ifVersion`.' }),
    kind: t.field({ type: ExceptionKind, resolve: ({ kind }) => kind as ExceptionKindWord }),
    status: t.field({ type: ExceptionStatus, resolve: ({ status }) => status as ExceptionStatusWord }),
    severity: t.exposeInt('severity', { description: '1 is the worst, 4 the mildest.' }),
    summary: t.string({
      description:
        'What is wrong, in a sentence. Where a person wrote it, the scope customers:read is needed to see it.',
      resolve: ({ summary, rule }, _, context) =>
        rule !== null || seesCustomers(context)
          ? summary
          : 'Raised by hand; the scope customers:read shows the summary.',
    }),
    evidence: t.field({
      type: 'JSON',
      nullable: true,
      description: `What the rule saw, without personal data. Where a person or a connector raised it, or it quotes a channel: ${NEEDS_CUSTOMERS}`,
      resolve: ({ evidence, rule }, _, context) =>
        (rule !== null && !quoting.has(rule)) || seesCustomers(context) ? evidence : null,
    }),
    rule: t.exposeString('rule', {
      nullable: true,
      description:
        'The rule that opened it and closes it when its cause is gone. Null: a person or a connector raised it.',
    }),
    order: t.relation('order', { nullable: true, description: 'Null where it is not about one order.' }),
    shipment: t.relation('shipment', { nullable: true, description: 'Null where it is not about one shipment.' }),
    channel: t.relation('channel', { nullable: true, description: 'Null where it is not about a channel as such.' }),
    queue: t.exposeString('queue', { description: 'The team that it waits for, such as "addresses".' }),
    owner: t.field({
      type: Actor,
      nullable: true,
      description: 'Who took it. Null while nobody did.',
      select: { owner: { select: { id: true, kind: true, name: true } } },
      resolve: ({ owner }) => (owner === null ? null : { ...owner, kind: owner.kind as ActorKindWord }),
    }),
    openedAt: t.expose('openedAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    dueAt: t.field({
      type: 'DateTime',
      description: "When it should be settled; the deadline runs in the queue's business hours.",
      resolve: ({ dueAt, openedAt }) => dueAt ?? openedAt, // every kind has a deadline; a row without one is due at once
    }),
    breached: t.boolean({
      description: 'True once the deadline passed before somebody settled it.',
      resolve: ({ dueAt, breachedAt, resolvedAt }, _, context) =>
        breachedAt !== null || (dueAt !== null && dueAt < (resolvedAt ?? new Date(context.now()))),
    }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true, description: 'Null until it is settled.' }),
    resolution: t.string({
      nullable: true,
      description: `How it was settled. Null until then. What a person wrote is null without the scope customers:read.`,
      resolve: ({ resolution, reasonCode }, _, context) =>
        reasonCode === null || seesCustomers(context) ? resolution : null,
    }),
    reasonCode: t.exposeString('reasonCode', {
      nullable: true,
      description: 'The reason that a person gave. Null where a rule settled it, and until then.',
    }),
  }),
})

export const ExceptionCaseConnection = builder.connectionObject({
  type: ExceptionCase,
  name: 'ExceptionCaseConnection',
  fields: (t) => ({
    totalCount: t.int({
      nullable: true,
      description:
        'How many there are over all pages, 100,000 at most; counted only when you ask. Null in a list under another object.',
      resolve: async (page) => (await countOf(page))?.total ?? null,
    }),
  }),
})

builder.prismaObjectFields('Order', (t) => ({
  exceptions: t.relatedConnection(
    'exceptions',
    {
      ...listArgs,
      nullable: true,
      description: 'What people had, or have, to look at. Latest first.',
      args: {
        statuses: t.arg({ type: [ExceptionStatus], description: 'Only these. All where not given.' }),
      },
      query: ({ statuses }) => ({
        where: statuses ? { status: { in: statuses } } : {},
        orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      }),
    },
    ExceptionCaseConnection,
  ),
}))
