import pg from 'pg'
import { pgbench } from './plain-database.mjs'

// The rows of a release, written by one statement that was made for it: nothing is decided, read for a caller, recorded or placed in the log.
// What is left is what Postgres itself takes for these rows, their indexes, constraints and triggers, with no one else on the machine.
const setup = `
create sequence if not exists bench_released;
create table if not exists bench_order (n int primary key, id uuid not null default uuidv7(), line uuid not null default uuidv7());
insert into warehouse (id, key, name, kind, "timeZone", priority) values (uuidv7(), 'main', 'Main', 'OWN', 'Europe/London', 1) on conflict do nothing;
insert into stock_movement (id, "stockItemId", "warehouseId", "fromState", "toState", quantity, reason, actor, "occurredAt")
  select uuidv7(), i.id, w.id, null, 'AVAILABLE', 1000000, 'INITIAL_COUNT', '{}', now() from stock_item i, warehouse w where not exists (select from stock_level);
create or replace function bench_release(k int) returns text language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  asked bench_order; o "order"; item uuid; house uuid; sent uuid := uuidv7(); moved uuid := uuidv7();
  today timestamptz := now(); actor jsonb := '{"id": null, "kind": "USER", "name": "bench"}';
begin
  select * into asked from bench_order where n = k;
  select * into o from "order" where id = asked.id for no key update;
  if o.status <> 'READY' then raise exception 'the order is %', o.status; end if;
  select "stockItemId" into item from order_line where "orderId" = o.id;
  select id into house from warehouse limit 1;
  update "order" set status = 'RELEASED', "customerStatus" = 'PREPARING', version = version + 3, "updatedAt" = today, "releasedAt" = today,
    "warehouseIds" = array[house] where id = o.id;
  update order_line set "open" = 0, allocated = 1 where id = asked.line;
  insert into shipment (id, "orderId", number, version, origin, "warehouseId", status, "createdAt", "updatedAt", routing)
    values (sent, o.id, o.number || '-1', 1, 'CROSSDOCK', house, 'PLANNED', today, today,
      '{"decidedAt": "2026-11-20T12:00:00Z", "candidates": [{"warehouse": "main", "chosen": true, "score": 1, "explanation": "the only one"}]}');
  insert into shipment_line (id, "orderId", "shipmentId", "orderLineId", quantity) values (uuidv7(), o.id, sent, asked.line, 1);
  insert into event (type, "occurredAt", actor, changes, data, "orderId", "orderNumber", sequence, status, "previousStatus", "customerStatus", "channelKey",
      "shipmentId", "shipmentStatus", "warehouseKeys")
    select e.type, today, actor, '[{"field": "status", "before": "READY", "after": "RELEASED"}]', '{"lines": [{"quantity": 1}]}', o.id, o.number,
      o.version + e.n, 'RELEASED', 'READY', 'PREPARING', 'bench', case e.n when 1 then sent end, case e.n when 1 then 'PLANNED' end, '{main}'
    from (values (1, 'SHIPMENT_PLANNED'), (2, 'ORDER_RELEASED'), (3, 'ORDER_STATUS_CHANGED')) e(n, type);
  insert into stock_movement (id, "stockItemId", "warehouseId", "fromState", "toState", quantity, reason, actor, "occurredAt", "orderId", "shipmentId")
    values (moved, item, house, 'AVAILABLE', 'COMMITTED', 1, 'RELEASE', actor, today, o.id, sent);
  insert into event (type, "occurredAt", actor, data, "movementId", "warehouseKeys")
    select 'STOCK_MOVED', today, actor, jsonb_build_object('level', to_jsonb(l)), moved, '{main}'
    from stock_level l where "stockItemId" = item and "warehouseId" = house;
  return 'RELEASED';
end $$`

/** $1 how many, $2 the SKU; null: over all of them. */
const orders = [
  `insert into bench_order (n) select n from generate_series((select coalesce(max(n), 0) from bench_order) + 1, (select coalesce(max(n), 0) from bench_order) + $1::int) n`,
  `insert into "order" (id, number, kind, version, "channelId", reference, status, "customerStatus", "paymentStatus", "placedAt", "importedAt", "updatedAt",
      "deliveryMethod", "shippingAddress", "currencyCode", "taxesIncluded", priced, subtotal, "shippingTotal", "taxTotal", "discountTotal", total,
      "originalTotal", "paidTotal", "refundedTotal", "lineCount", tags)
    select b.id, 'H' || b.n, 'SALE', 1, c.id, 'H' || b.n, 'READY', 'RECEIVED', 'PAID', '2026-03-02', now(), now(), 'SHIPPING',
      '{"name": "Ada Buyer", "lines": ["1 High Street"], "city": "London", "postcode": "SW1A 1AA", "country": "GB"}', 'GBP', true, true, 2000, 0, 0, 0, 2000,
      2000, 2000, 0, 1, '{}'
    from (select * from bench_order order by n desc limit $1::int) b, channel c where c.key = 'bench' order by b.n`,
  `insert into order_line (id, "orderId", position, reference, kind, "fulfilledBy", title, sku, "stockItemId", quantity, "open", allocated, shipped, delivered,
      cancelled, returned, lost, discount, tax, total)
    select b.line, b.id, 1, '1', 'GOODS', 'MERCHANT', 'Mug', i.sku, i.id, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2000
    from (select * from bench_order order by n desc limit $1::int) b
      join (select id, sku, row_number() over (order by sku) - 1 as place, count(*) over () as all from stock_item) i
        on coalesce(i.sku = $2::text, i.place = (b.n::bigint * 7919) % i.all) order by b.n`,
]

/** Releases per second by that statement: 16 clients of pgbench, each release a transaction; of one SKU, or of all of them. */
export async function releasesByHand(url, sku, count) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(setup)
    const [first, ...others] = orders
    await client.query(first, [count])
    await client.query(others[0], [count])
    await client.query(others[1], [count, sku])
    return await pgbench(url, `select bench_release(nextval('bench_released')::int);\n`, [
      '-t',
      String(Math.floor(count / 16)),
    ])
  } finally {
    await client.end()
  }
}
