import { parts } from '#domain/order/parts'
import { inHouseStatuses, wrongStatuses } from './derived-status.ts'
import { counterRows } from './order-counters.ts'

/** An invariant as a query that finds what breaks it: ids and numbers alone, so that a sample shows nobody's business. */
export interface InvariantQuery {
  name: string
  meaning: string
  text: string
}

const net = (state: string, counter: string) =>
  `sum(case when "toState" = '${state}' then "quantity" when "fromState" = '${state}' then -"quantity" else 0 end) as "${counter}"`
const states = [
  ['AVAILABLE', 'available'],
  ['COMMITTED', 'committed'],
  ['PICKED', 'picked'],
  ['PUT_AWAY', 'putAway'],
  ['DAMAGED', 'damaged'],
  ['QUALITY_CONTROL', 'qualityControl'],
  ['IN_TRANSIT', 'inTransit'],
  ['INCOMING', 'incoming'],
] as const
/** What orders are counted by. */
const counterKeys = '"channelId", "status", "customerStatus", "paymentStatus", "warehouseIds"'
const counters = ['open', 'allocated', 'shipped', 'delivered', 'cancelled', 'returned', 'lost'] as const

/** Rows of an order that belong to a row of another order. */
const strayRows = Object.entries(parts).flatMap(([name, part]) => {
  if (!part.isList || part.within === null) return []
  const { table } = parts[part.within.part]
  return `select '${name}' as "part", c."id", c."orderId", p."orderId" as "ofOrder" from ${part.table} c
      join ${table} p on p."id" = c."${part.within.column}" where c."orderId" <> p."orderId"`
})

export const invariants: readonly InvariantQuery[] = [
  {
    name: 'stockBalances',
    meaning: 'Each counter of a stock level is the sum of its movements.',
    text: `select l."id" as "stockLevelId", coalesce(l."stockItemId", m."stockItemId") as "stockItemId", coalesce(l."warehouseId", m."warehouseId") as "warehouseId"
      from stock_level l full join (select "stockItemId", "warehouseId", ${states.map(([state, counter]) => net(state, counter)).join(', ')}
        from stock_movement group by 1, 2) m on m."stockItemId" = l."stockItemId" and m."warehouseId" = l."warehouseId"
      where ${states.map(([, counter]) => `coalesce(l."${counter}", 0) <> coalesce(m."${counter}", 0)`).join(' or ')}`,
  },
  {
    name: 'lineUnits',
    meaning: 'Each unit of an order line is in exactly one counter.',
    text: `select "orderId", "id" as "orderLineId" from order_line
      where "quantity" <> ${counters.map((counter) => `"${counter}"`).join(' + ')} or least(${counters.map((counter) => `"${counter}"`).join(', ')}) < 0`,
  },
  {
    name: 'allocatedUnits',
    meaning: "A line's allocated units are those on its order's shipments that no carrier has yet.",
    text: `select l."orderId", l."id" as "orderLineId", l."allocated", coalesce(s."quantity", 0) as "onShipments"
      from order_line l left join (select sl."orderLineId", sum(sl."quantity") as "quantity"
        from shipment s join shipment_line sl on sl."shipmentId" = s."id" where s."status" in ${inHouseStatuses} group by 1) s on s."orderLineId" = l."id"
      where l."allocated" <> coalesce(s."quantity", 0)`,
  },
  {
    name: 'shipmentUnits',
    meaning: 'No line is on shipments with more units than it has.',
    text: `select l."orderId", l."id" as "orderLineId", l."quantity", s."quantity" as "onShipments"
      from order_line l join (select sl."orderLineId", sum(sl."quantity") as "quantity"
        from shipment s join shipment_line sl on sl."shipmentId" = s."id" where s."status" <> 'CANCELLED' group by 1) s on s."orderLineId" = l."id"
      where s."quantity" > l."quantity"`,
  },
  {
    name: 'committedStock',
    meaning: 'Committed and picked stock is what planned and picked shipments hold.',
    text: `select coalesce(v."stockItemId", s."stockItemId") as "stockItemId", coalesce(v."warehouseId", s."warehouseId") as "warehouseId",
        coalesce(v."committed", 0) as "committed", coalesce(s."planned", 0) as "planned", coalesce(v."picked", 0) as "picked", coalesce(s."picking", 0) as "picking"
      from stock_level v full join (select l."stockItemId", s."warehouseId",
          coalesce(sum(sl."quantity") filter (where s."status" = 'PLANNED'), 0) as "planned",
          coalesce(sum(sl."quantity") filter (where s."status" <> 'PLANNED'), 0) as "picking"
        from shipment s join shipment_line sl on sl."shipmentId" = s."id" join order_line l on l."id" = sl."orderLineId"
        where s."status" in ${inHouseStatuses} and l."stockItemId" is not null group by 1, 2) s
        on s."stockItemId" = v."stockItemId" and s."warehouseId" = v."warehouseId"
      where coalesce(v."committed", 0) <> coalesce(s."planned", 0) or coalesce(v."picked", 0) <> coalesce(s."picking", 0)`,
  },
  {
    name: 'orderSequences',
    meaning: "An order's events are numbered 1, 2, 3 … without a hole, and its version is the last of them.",
    text: `select o."id" as "orderId", o."version", e."events", e."last" from "order" o left join (
        select "orderId", count("sequence") as "events", count(distinct "sequence") as "different", min("sequence") as "first", max("sequence") as "last"
        from event where "orderId" is not null and "sequence" is not null group by "orderId") e on e."orderId" = o."id"
      where e."events" is distinct from o."version" or e."different" <> o."version" or e."first" <> 1 or e."last" <> o."version"`,
  },
  {
    name: 'ledgerBalances',
    meaning: "An order's ledger adds up to its balance: total − paid + refunded.",
    text: `select o."id" as "orderId", o."total" - o."paidTotal" + o."refundedTotal" as "balance", coalesce(e."sum", 0) as "ledger"
      from "order" o left join (select "orderId", sum("amount") as "sum" from ledger_entry group by 1) e on e."orderId" = o."id"
      where coalesce(e."sum", 0) <> o."total" - o."paidTotal" + o."refundedTotal"`,
  },
  {
    name: 'paidTotals',
    meaning: 'What an order says was paid is what its payments captured.',
    text: `select o."id" as "orderId", o."paidTotal", coalesce(p."captured", 0) as "captured"
      from "order" o left join (select "orderId", sum("captured") as "captured" from payment group by 1) p on p."orderId" = o."id"
      where coalesce(p."captured", 0) <> o."paidTotal"`,
  },
  {
    name: 'orderStatuses',
    meaning: "An order's status is the one that its units, shipments and validation derive.",
    text: wrongStatuses,
  },
  {
    name: 'orderParts',
    meaning: 'What belongs to a part of an order is of the same order.',
    text: strayRows.join('\n      union all '),
  },
  {
    name: 'orderTally',
    meaning: 'What the boards count is how many orders there are.',
    text: `select coalesce(t."channelId", o."channelId") as "channelId", coalesce(t."status", o."status") as "status", coalesce(t."orders", 0) as "tally", coalesce(o."orders", 0) as "orders"
      from (select ${counterKeys}, sum("orders") as "orders" from (${counterRows}) x group by ${counterKeys}) t
        full join (select ${counterKeys}, count(*) as "orders" from "order" group by ${counterKeys}) o using (${counterKeys})
      where coalesce(t."orders", 0) <> coalesce(o."orders", 0)`,
  },
  {
    name: 'orderWarehouses',
    meaning: 'The warehouses of an order are those of its shipments, cancelled ones aside.',
    text: `select o."id" as "orderId", o."warehouseIds", s."ids" as "ofShipments" from "order" o left join (
        select "orderId", array_agg(distinct "warehouseId" order by "warehouseId") as "ids" from shipment
        where "status" <> 'CANCELLED' and "warehouseId" is not null group by 1) s on s."orderId" = o."id"
      where o."warehouseIds" is distinct from coalesce(s."ids", '{}')`,
  },
  {
    name: 'orderRecipients',
    meaning: 'What a search knows of where an order goes is its shipping address.',
    text: `select coalesce(o."id", r."orderId") as "orderId"
      from (select "id", recipient_name("shippingAddress") as "name", recipient_postcode("shippingAddress") as "postcode" from "order"
          where "shippingAddress" is not null) o full join order_recipient r on r."orderId" = o."id"
      where o."id" is null or r."orderId" is null or r."name" is distinct from o."name" or r."postcode" is distinct from o."postcode"`,
  },
  {
    name: 'logPositions',
    meaning: 'Positions of the log are dense, and every event that was committed before its floor has one.',
    text: `select 'hole' as "what", p."positions" as "count" from log_head h, (select count(*) as "positions", min("position") as "first" from event_log) p
        where p."positions" > 0 and p."positions" <> h."head" - p."first" + 1
      union all
      select 'without a position', count(*) from log_head h join event e on e."id" > h."dropped" and e."xid" < h."floor"
        where not exists (select from event_log l where l."eventId" = e."id") having count(*) > 0`,
  },
]
