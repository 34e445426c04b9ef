import type { Allocation } from '#domain/decisions/take-back'
import type { StockLookup } from '#domain/stock/level'
import type { Handle, Statement } from '../handle.ts'

const onHand = `'AVAILABLE', 'COMMITTED', 'PICKED', 'PUT_AWAY', 'DAMAGED', 'QUALITY_CONTROL'`

/** $1: [{n, sku, warehouse, since}]. One row a line of the call, in its order. */
const lookUp: Statement = {
  name: 'stock_look_up',
  text: `select json_build_object(
    'item', case when i."id" is null then null else json_build_object('id', i."id", 'sku', i."sku") end,
    'warehouse', case when w."id" is null then null else json_build_object('id', w."id", 'key', w."key") end,
    'level', to_json(l),
    'movedSince', case when a."since" is null or l."id" is null then 0 else (
      select coalesce(sum(case when m."toState" in (${onHand}) then m."quantity" else 0 end
        - case when m."fromState" in (${onHand}) then m."quantity" else 0 end), 0)
      from stock_movement m where m."stockItemId" = i."id" and m."warehouseId" = w."id" and m."occurredAt" > a."since") end) as r
    from jsonb_to_recordset($1::jsonb) as a("n" int, "sku" text, "warehouse" text, "since" timestamptz)
    left join stock_item i on i."sku" = a."sku"
    left join warehouse w on w."key" = a."warehouse"
    left join stock_level l on l."stockItemId" = i."id" and l."warehouseId" = w."id"
    order by a."n"`,
}

/** What each line of a stock call names, in one statement, so that it is one moment's truth. */
export const loadStockLookups = async (
  handle: Handle,
  asked: { sku: string; warehouse: string; since: string | null }[],
): Promise<StockLookup[]> => handle.query<StockLookup>(lookUp, [JSON.stringify(asked.map((a, n) => ({ ...a, n })))])

/** Units of an item that planned shipments of a warehouse hold, latest promise first; and the level's version then. */
const allocations: Statement = {
  name: 'stock_allocations',
  text: `select json_build_object(
    'version', coalesce((select v."version" from stock_level v where v."stockItemId" = $1::uuid and v."warehouseId" = $2::uuid), 0),
    'allocations', (select coalesce(json_agg(json_build_object('orderId', a."id", 'quantity', a."quantity")
        order by a."promise" desc, a."placedAt" desc, a."id" desc), '[]'::json)
      from (select o."id", o."placedAt", coalesce(o."shipBy", o."deliverBy", o."placedAt") as "promise", sum(sl."quantity") as "quantity"
        from shipment s
        join shipment_line sl on sl."shipmentId" = s."id" and sl."quantity" > 0
        join order_line l on l."id" = sl."orderLineId" and l."stockItemId" = $1::uuid
        join "order" o on o."id" = s."orderId"
        where s."warehouseId" = $2::uuid and s."status" = 'PLANNED'
        group by o."id") a)) as r`,
}

export interface Allocations {
  version: number
  allocations: Allocation[]
}

export const loadAllocations = async (handle: Handle, stockItemId: string, warehouseId: string): Promise<Allocations> =>
  (await handle.query<Allocations>(allocations, [stockItemId, warehouseId]))[0]!
