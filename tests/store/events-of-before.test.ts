import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { RecordedEvent } from '#domain/events/recorded'
import { reactionsTo } from '#domain/reactions'
import { readEventsById } from '#store/read/events'
import { startApi } from '../support/api.ts'

// Rows of `event` as real decisions had them written before each type of event had its own data.
const rows = JSON.parse(readFileSync(new URL('./events-of-before.json', import.meta.url), 'utf8')) as object[]
const api = await startApi()

const stored = async (): Promise<RecordedEvent[]> => {
  const ids = await api.store.prisma.$queryRaw<{ id: bigint }[]>`
    insert into event ("id", "type", "occurredAt", "actor", "reasonCode", "changes", "data", "orderId", "orderNumber", "sequence", "status",
        "previousStatus", "customerStatus", "channelKey", "shipmentId", "shipmentStatus", "warehouseKeys", "carriers", "exceptionId",
        "exceptionKind", "exceptionStatus", "queues", "sku", "movementId")
      select nextval('event_id_seq'), r."type", r."occurredAt", r."actor", r."reasonCode", r."changes", r."data", r."orderId", r."orderNumber",
        r."sequence", r."status", r."previousStatus", r."customerStatus", r."channelKey", r."shipmentId", r."shipmentStatus", r."warehouseKeys",
        r."carriers", r."exceptionId", r."exceptionKind", r."exceptionStatus", r."queues", r."sku", r."movementId"
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality e(body, n), jsonb_populate_record(null::event, e.body) r
      order by e.n returning "id"`
  const events = await readEventsById(
    api.store.handle,
    ids.map(({ id }) => Number(id)),
  )
  return events.sort((a, b) => a.id - b.id)
}

test('events that a build before stored are read as they were, shown, and set the same in motion', async () => {
  const events = await stored()
  // Postgres writes an instant in another spelling.
  expect(events.map((event) => ({ ...event, occurredAt: new Date(event.occurredAt).toISOString() }))).toMatchObject(
    rows,
  )

  const channels = new Map([['shop', { enabled: true, stages: ['AUTO_RELEASE'] }]])
  const tasks = reactionsTo(events, channels).map(({ key }) => key.replace(/:[0-9a-f-]{36}$|:id-\d+$/, ''))
  expect([...new Set(tasks)].sort()).toEqual([
    'carrier-step',
    'expire-holds',
    'push-channel',
    'release-ready:shop',
    'revalidate-waiting:INVENTORY_OUT_OF_STOCK:MUG',
    'revalidate-waiting:UNMAPPED_SKU:A-1',
    // A changed setting was stored all along, and went unheard.
    'revalidate-waiting:shop',
  ])

  await api.startLog()
  const shown = await api.ask('{ events(first: 100) { nodes { type sequence changes { field } } } }')
  expect(shown.events.nodes).toHaveLength(rows.length)
})
