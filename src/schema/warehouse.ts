import type { WarehouseKind as WarehouseKindWord, Weekday as WeekdayWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { WarehouseKind, Weekday } from './enums.ts'
import { stored } from './stored.ts'
import { visibleOne } from './visibility.ts'

interface CutOffShape {
  carrier: string
  service: string
  weekdays: WeekdayWord[]
  time: string
}

const CutOff = builder.objectRef<CutOffShape>('CutOff').implement({
  description: 'Until when a parcel goes out the same day.',
  fields: (t) => ({
    carrier: t.exposeString('carrier'),
    service: t.exposeString('service'),
    weekdays: t.expose('weekdays', { type: [Weekday] }),
    time: t.expose('time', { type: 'LocalTime', description: "In the warehouse's own zone." }),
  }),
})

builder.prismaNode('Warehouse', {
  nullable: true,
  id: { field: 'id' },
  findUnique: (id, context) => visibleOne('Warehouse', id, context),
  select: { id: true },
  description: 'A place that sends goods.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its short name, such as "leeds".' }),
    name: t.exposeString('name'),
    kind: t.field({ type: WarehouseKind, select: { kind: true }, resolve: ({ kind }) => kind as WarehouseKindWord }),
    timeZone: t.exposeString('timeZone', { description: 'IANA, such as "Europe/London".' }),
    countryCode: t.field({
      type: 'CountryCode',
      nullable: true,
      description: 'Null where nobody said.',
      select: { countryCode: true },
      resolve: ({ countryCode }) => countryCode,
    }),
    priority: t.exposeInt('priority', { description: 'Lower is asked first.' }),
    cutOffs: t.field({
      type: [CutOff],
      select: { cutOffs: true },
      resolve: ({ cutOffs }) => stored<CutOffShape[]>(cutOffs),
    }),
    enabled: t.exposeBoolean('enabled', { description: 'False: nothing new is routed there.' }),
  }),
})
