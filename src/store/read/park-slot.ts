import type { ParkedMessage } from '#domain/intake/parked'
import type { Handle, Statement } from '../handle.ts'

const slot: Statement = {
  name: 'park_slot',
  text: `select json_build_object('channelId', c."id", 'orderId', r."orderId", 'parked', coalesce(r."parked", '[]'::jsonb)) as r
    from channel c left join channel_reference r on r."channelId" = c."id" and r."reference" = $2 where c."key" = $1`,
}

export interface ParkSlot {
  channelId: string
  /** Set when the order has come meanwhile. */
  orderId: string | null
  parked: ParkedMessage[]
}

/** Where messages wait for the order of a channel's reference; undefined for an unknown channel. */
export const loadParkSlot = async (
  handle: Handle,
  channelKey: string,
  reference: string,
): Promise<ParkSlot | undefined> => (await handle.query<ParkSlot>(slot, [channelKey, reference]))[0]
