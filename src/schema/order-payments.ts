import type {
  Collector,
  LedgerAccount as LedgerAccountWord,
  Origin as OriginWord,
  PaymentStatus as PaymentStatusWord,
  RefundKind as RefundKindWord,
  RefundStatus as RefundStatusWord,
  TransactionKind as TransactionKindWord,
  TransactionStatus as TransactionStatusWord,
} from '#domain/vocabulary'
import { builder } from './builder.ts'
import { listArgs } from './connection-args.ts'
import {
  CollectedBy,
  LedgerAccount,
  Origin,
  PaymentStatus,
  RefundKind,
  RefundStatus,
  TransactionKind,
  TransactionStatus,
} from './enums.ts'
import { Money, money } from './money.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { visibleOne } from './visibility.ts'

const currency = { order: { select: { currencyCode: true } } } as const

builder.prismaObject('Payment', {
  fields: (t) => ({
    reference: t.exposeString('reference', { description: "The provider's or the channel's id of the payment." }),
    provider: t.exposeString('provider', { nullable: true, description: 'Such as "stripe".' }),
    method: t.exposeString('method', { nullable: true, description: 'Such as "card".' }),
    collectedBy: t.field({
      type: CollectedBy,
      description: 'Whether the money comes to us at once, or to the channel first.',
      resolve: ({ collectedBy }) => collectedBy as Collector,
    }),
    status: t.field({ type: PaymentStatus, resolve: ({ status }) => status as PaymentStatusWord }),
    amount: t.field({
      type: Money,
      description: 'What the buyer agreed to pay this way.',
      select: { amount: true, ...currency },
      resolve: (payment) => money(payment.amount, payment.order.currencyCode),
    }),
    authorized: t.field({
      type: Money,
      select: { authorized: true, ...currency },
      resolve: (payment) => money(payment.authorized, payment.order.currencyCode),
    }),
    captured: t.field({
      type: Money,
      select: { captured: true, ...currency },
      resolve: (payment) => money(payment.captured, payment.order.currencyCode),
    }),
    refunded: t.field({
      type: Money,
      select: { refunded: true, ...currency },
      resolve: (payment) => money(payment.refunded, payment.order.currencyCode),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when an authorisation can be captured. Null where there is none.',
    }),
    transactions: t.relation('transactions', {
      description: 'What happened to it, oldest first; at most 100.',
      query: { orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }] },
    }),
  }),
})

builder.prismaObject('PaymentTransaction', {
  fields: (t) => ({
    kind: t.field({ type: TransactionKind, resolve: ({ kind }) => kind as TransactionKindWord }),
    status: t.field({ type: TransactionStatus, resolve: ({ status }) => status as TransactionStatusWord }),
    amount: t.field({
      type: Money,
      select: { amount: true, payment: { select: currency } },
      resolve: ({ amount, payment }) => money(amount, payment.order.currencyCode),
    }),
    reference: t.exposeString('reference', { nullable: true, description: "The provider's id of the transaction." }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
  }),
})

builder.prismaNode('Refund', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('Refund', id, context),
  description: 'Money that goes back to the buyer, or went.',
  fields: (t) => ({
    kind: t.field({ type: RefundKind, resolve: ({ kind }) => kind as RefundKindWord }),
    origin: t.field({
      type: Origin,
      description: 'CHANNEL: made there and only recorded here.',
      resolve: ({ origin }) => origin as OriginWord,
    }),
    amount: t.field({
      type: Money,
      select: { amount: true, ...currency },
      resolve: ({ amount, order }) => money(amount, order.currencyCode),
    }),
    status: t.field({
      type: RefundStatus,
      description: 'RECORDED is not moved: only SETTLED money reached the buyer.',
      resolve: ({ status }) => status as RefundStatusWord,
    }),
    reasonCode: t.exposeString('reasonCode', { nullable: true }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: "The provider's or the channel's id of it.",
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    settledAt: t.expose('settledAt', { type: 'DateTime', nullable: true, description: 'Null until the money moved.' }),
  }),
})

const LedgerEntry = builder.prismaNode('LedgerEntry', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('LedgerEntry', id, context),
  description: "A line of the order's account. Never changed: a mistake is put right by another entry.",
  fields: (t) => ({
    account: t.field({ type: LedgerAccount, resolve: ({ account }) => account as LedgerAccountWord }),
    amount: t.field({
      type: Money,
      description:
        'Positive: the buyer owes more, or got money back. Negative: the buyer owes less, or paid. All entries add up to the balance.',
      select: { amount: true, ...currency },
      resolve: ({ amount, order }) => money(amount, order.currencyCode),
    }),
    reference: t.exposeString('reference', { nullable: true, description: 'What it is about: a payment, a refund.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    memo: t.string({
      nullable: true,
      description: NEEDS_CUSTOMERS,
      resolve: ({ memo }, _, context) => (seesCustomers(context) ? memo : null),
    }),
  }),
})

export const LedgerEntryConnection = builder.connectionObject({ type: LedgerEntry, name: 'LedgerEntryConnection' })

builder.prismaObjectFields('Order', (t) => ({
  payments: t.relation('payments', {
    nullable: true,
    description: 'At most 100.',
    query: { orderBy: { reference: 'asc' } },
  }),
  refunds: t.relation('refunds', {
    nullable: true,
    description: 'Oldest first; at most 100.',
    query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
  }),
  ledger: t.relatedConnection(
    'ledger',
    {
      ...listArgs,
      nullable: true,
      description:
        "The order's account, oldest first. Of the same moment as `balance`; asked for twice in one question, with other arguments, one of them is read a moment later.",
      query: { orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }] },
    },
    LedgerEntryConnection,
  ),
}))
