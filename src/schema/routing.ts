import type { RoutingCandidate as CandidateShape, ShipmentRow } from '#domain/rows/shipment-rows'
import { builder } from './builder.ts'

export type RoutingShape = NonNullable<ShipmentRow['routing']>

const RoutingCandidate = builder.objectRef<CandidateShape>('RoutingCandidate').implement({
  description: 'A warehouse that was considered, and what became of it.',
  fields: (t) => ({
    warehouse: t.prismaField({
      type: 'Warehouse',
      nullable: true,
      description: 'Null where it is not there any more.',
      resolve: (query, { warehouse }, _, { handle }) =>
        handle.prisma.warehouse.findUnique({ ...query, where: { key: warehouse } }),
    }),
    carrier: t.exposeString('carrier', { nullable: true }),
    service: t.exposeString('service', { nullable: true }),
    chosen: t.exposeBoolean('chosen'),
    eliminatedBy: t.exposeString('eliminatedBy', {
      nullable: true,
      description: 'The rule that ruled it out. Null where none did.',
    }),
    score: t.exposeFloat('score', { nullable: true, description: 'Lower is better. Null where it was not compared.' }),
    explanation: t.exposeString('explanation', { description: 'For a person: why, or why not.' }),
  }),
})

export const RoutingDecision = builder.objectRef<RoutingShape>('RoutingDecision').implement({
  description: 'Why a shipment goes the way it goes.',
  fields: (t) => ({
    decidedAt: t.expose('decidedAt', { type: 'DateTime' }),
    candidates: t.expose('candidates', {
      type: [RoutingCandidate],
      description: 'In the order in which they were asked.',
    }),
  }),
})
