import {
  type AutomationStage as AutomationStageWord,
  channelKinds,
  type HoldReason as HoldReasonWord,
  type StatusIntent as StatusIntentWord,
} from '#domain/vocabulary'
import { builder } from './builder.ts'
import { AutomationStage, HoldReason, StatusIntent } from './enums.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { visibleOne } from './visibility.ts'

builder.prismaNode('Channel', {
  nullable: true,
  id: { field: 'id' },
  select: { id: true },
  description: 'Where orders are sold: a shop, a marketplace, a spreadsheet.',
  findUnique: (id, context) => visibleOne('Channel', id, context),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its short name, such as "shopify-uk".' }),
    name: t.exposeString('name'),
    kind: t.exposeString('kind', {
      description: `What serves it: ${channelKinds.join(', ')}. "custom" is whatever calls the API itself. May grow.`,
    }),
    enabled: t.exposeBoolean('enabled', { description: 'False: nothing is polled, pushed or released by itself.' }),
    stages: t.field({
      type: [AutomationStage],
      nullable: true,
      description: 'What Crossdock does by itself for this channel.',
      select: { stages: true },
      resolve: ({ stages }) => stages as AutomationStageWord[],
    }),
    statusMap: t.relation('statusMap', {
      nullable: true,
      description: "What each of the channel's own statuses asks of the lifecycle; at most 500.",
      query: { orderBy: [{ field: 'asc' }, { value: 'asc' }] },
    }),
    handoffs: t.relation('handoffs', {
      nullable: true,
      description: 'The path from order capture to dispatch confirmation, and who does each step today.',
      query: { orderBy: { step: 'asc' } },
    }),
    syncRuns: t.relation('syncRuns', {
      nullable: true,
      description: 'The latest run of each resource that is synchronised.',
      query: { orderBy: { resource: 'asc' } },
    }),
  }),
})

builder.prismaObject('ChannelStatusMapping', {
  name: 'StatusMapping',
  description: 'One with a status that is not in the map holds the order and opens an exception; it is never guessed.',
  fields: (t) => ({
    field: t.exposeString('field'),
    value: t.exposeString('value'),
    intent: t.field({ type: StatusIntent, resolve: ({ intent }) => intent as StatusIntentWord }),
    holdReason: t.field({
      type: HoldReason,
      nullable: true,
      description: 'For the intent HOLD.',
      resolve: ({ holdReason }) => holdReason as HoldReasonWord | null,
    }),
  }),
})

builder.prismaObject('Handoff', {
  fields: (t) => ({
    step: t.exposeInt('step', { description: '1, 2, 3 … from order capture to dispatch confirmation.' }),
    name: t.exposeString('name'),
    source: t.exposeString('source', { description: 'Who or what hands over.' }),
    target: t.exposeString('target', { description: 'Who or what takes over.' }),
    automated: t.exposeBoolean('automated'),
    stage: t.field({
      type: AutomationStage,
      nullable: true,
      description: 'The stage that would automate it. Null where none would.',
      resolve: ({ stage }) => stage as AutomationStageWord | null,
    }),
  }),
})

builder.prismaObject('SyncRun', {
  fields: (t) => ({
    resource: t.exposeString('resource', { description: 'Such as "orders".' }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'Null while it runs.' }),
    ok: t.exposeBoolean('ok', { nullable: true, description: 'Null while it runs.' }),
    seen: t.exposeInt('seen', { description: 'Records that the channel showed.' }),
    changed: t.exposeInt('changed', { description: 'Of these, what made a difference here.' }),
    rejected: t.exposeInt('rejected', { description: 'Of these, what was refused.' }),
    error: t.string({
      nullable: true,
      description: `What the channel answered, as it did. Null where all went well. ${NEEDS_CUSTOMERS}`,
      resolve: ({ error }, _, context) => (seesCustomers(context) ? error : null),
    }),
    watermark: t.exposeString('watermark', {
      nullable: true,
      description: 'Where the next run starts; meaningful to the connector alone. Null before the first.',
    }),
  }),
})
