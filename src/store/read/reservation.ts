import type { DeferredMessage } from '#domain/intake/deferred'
import type { Handle, Statement } from '../handle.ts'

const reservation: Statement = {
  name: 'reservation',
  text: `select json_build_object('channelId', c."id", 'orderId', r."orderId", 'deferred', coalesce(r."parked", '[]'::jsonb)) as r
    from channel c left join channel_reference r on r."channelId" = c."id" and r."reference" = $2 where c."key" = $1`,
}

export interface Reservation {
  channelId: string
  /** Set when the order has come meanwhile. */
  orderId: string | null
  deferred: DeferredMessage[]
}

/** Where messages wait for the order of a channel's reference; undefined for an unknown channel. */
export const loadReservation = async (
  handle: Handle,
  channelKey: string,
  reference: string,
): Promise<Reservation | undefined> => (await handle.query<Reservation>(reservation, [channelKey, reference]))[0]
