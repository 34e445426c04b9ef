import type { NewHandoff } from '#api-client/documents/settings'
import { sandboxVocabulary } from '#connectors/channels/sandbox/vocabulary'

// The merchant of the demo: two warehouses, a web shop and a marketplace.

/** What is in each warehouse. Each lacks something that the other has, so that some orders are split. */
export const warehouses = [
  {
    key: 'north',
    name: 'Leeds',
    timeZone: 'Europe/London',
    countryCode: 'GB',
    priority: 1,
    lacks: ['LAMP-CLAY', 'KNIFE-PAR'],
  },
  {
    key: 'south',
    name: 'Bristol',
    timeZone: 'Europe/London',
    countryCode: 'GB',
    priority: 2,
    lacks: ['BOARD-OAK', 'TEAPOT-1L'],
  },
] as const

/** The carrier's key, as shipments name it. */
export const carrier = 'sandbox'

export const channels = [
  { key: 'sandbox-shop', name: 'Web shop (sandbox)', profile: 'web-shop', fields: ['payment', 'fulfilment'] },
  { key: 'sandbox-market', name: 'Marketplace (sandbox)', profile: 'marketplace', fields: ['state'] },
] as const

/** What the channel's words mean: the connector's own suggestion. */
export const statusMapOf = (fields: readonly string[]) =>
  sandboxVocabulary.filter(({ field }) => fields.includes(field))

/** From order capture to dispatch confirmation: who does what, with every stage of the demo switched on. */
export const handoffsOf = (channel: string): NewHandoff[] => [
  step(1, 'Order captured', channel, 'Crossdock', 'ORDER_IMPORT'),
  step(2, 'Order checked and released', 'Crossdock', 'warehouse', 'AUTO_RELEASE'),
  step(3, 'Picked and packed', 'warehouse', 'warehouse', null),
  step(4, 'Parcel handed over', 'warehouse', 'carrier', null),
  step(5, 'Dispatch confirmed with tracking', 'Crossdock', channel, 'TRACKING_PUSH'),
  step(6, 'Cancellation passed on', 'Crossdock', channel, 'CANCELLATION_SYNC'),
]

const step = (
  number: number,
  name: string,
  source: string,
  target: string,
  stage: NewHandoff['stage'],
): NewHandoff => ({ step: number, name, source, target, automated: stage !== null, stage })
