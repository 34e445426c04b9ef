import type { HistoryStep } from '#domain/order/rebuild'
import type { Handle, Statement } from '../handle.ts'
import { STEP } from '../log/encode-event.ts'

const statement: Statement = {
  name: 'order_history',
  text: `select json_build_object('sequence', e."sequence", 'step', (e."data"->'${STEP}') - 'personal', 'personal', coalesce(p."value", '{}')) as r
    from "order" o join event e on e."orderId" = o."id" and e."sequence" >= o."historyFrom"
      left join event_personal p on p."eventId" = e."id" and p."field" = '${STEP}'
    where o."id" = $1::uuid and e."data" ? '${STEP}' order by e."sequence"`,
}

/** The steps of an order from the one that its history begins with; empty where nothing changed it since events record everything. */
export const loadHistory = (handle: Handle, orderId: string): Promise<HistoryStep[]> =>
  handle.query<HistoryStep>(statement, [orderId])
