import { builder } from '#schema/builder'
import { checkIntegrity, type IntegrityResult, SAMPLE_SIZE } from '#store/read/integrity'

const IntegrityCheck = builder.objectRef<IntegrityResult>('IntegrityCheck').implement({
  description: 'One invariant of the books, and whether it holds now.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Such as "stockBalances"; stays the same.' }),
    meaning: t.exposeString('meaning', { description: 'What always holds, in a sentence.' }),
    ok: t.boolean({ resolve: ({ violations }) => violations === 0 }),
    violations: t.exposeInt('violations', { description: 'How many rows break it.' }),
    sample: t.field({
      type: 'JSON',
      nullable: true,
      description: `At most ${SAMPLE_SIZE} of them, as ids and numbers of the database. Null when it holds.`,
      resolve: ({ violations, sample }) => (violations === 0 ? null : sample),
    }),
  }),
})

const Integrity = builder.objectRef<IntegrityResult[]>('Integrity').implement({
  description: 'The invariants of orders, stock, money and the log, checked over everything.',
  fields: (t) => ({
    ok: t.boolean({
      description: 'True when every check holds.',
      resolve: (all) => all.every(({ violations }) => violations === 0),
    }),
    checks: t.field({ type: [IntegrityCheck], resolve: (all) => all }),
  }),
})

builder.queryField('integrity', (t) =>
  t.field({
    type: Integrity,
    nullable: true,
    description: `Adds everything up anew and compares: stock against movements, units against shipments, sequences, ledgers, statuses, the log. Reads the whole
database (some seconds at 100,000 orders) without locking anything. Not for a token that is limited to one channel.`,
    authScopes: (_root, _args, { viewer }) => viewer.channelKey === null && viewer.scopes.has('log:read'),
    resolve: (_root, _args, { handle }) => checkIntegrity(handle),
  }),
)
