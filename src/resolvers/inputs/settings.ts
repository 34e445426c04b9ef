import { builder } from '#schema/builder'
import { AutomationStage, Weekday } from '#schema/enums'

export const HandoffInput = builder.inputType('HandoffInput', {
  description: 'One step on the way of an order from capture to dispatch confirmation, and who does it today.',
  fields: (t) => ({
    step: t.int({ required: true, description: '1 is first; no two steps have the same number.' }),
    name: t.string({ required: true }),
    source: t.string({ required: true, description: 'Where the information comes from.' }),
    target: t.string({ required: true, description: 'Where it goes.' }),
    automated: t.boolean({ required: true, description: 'False: a person does it.' }),
    stage: t.field({ type: AutomationStage, description: 'The stage that automates it. Null where none does.' }),
  }),
})

export const CutOffInput = builder.inputType('CutOffInput', {
  description: 'Until when a parcel has to be ready to leave the same day.',
  fields: (t) => ({
    carrier: t.string({ required: true }),
    service: t.string({ required: true }),
    weekdays: t.field({ type: [Weekday], required: true }),
    time: t.field({ type: 'LocalTime', required: true, description: "HH:MM on the warehouse's clocks." }),
  }),
})
