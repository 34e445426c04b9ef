// Fills an empty, migrated database with a made-up merchant's years: orders of five channels, their lines, payments, shipments,
// parcels and history, and stock in five warehouses. All by SQL, from hashes of the order's place: the same each time.

const skus = 5_000

/** What share of the orders, newest last, is not done yet: the others are delivered, cancelled or returned. */
const helpers = `
create schema bench;
create function bench.id(kind int, n bigint) returns uuid language sql immutable parallel safe as $$
  select ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
create function bench.roll(n bigint, salt int, sides int) returns int language sql immutable parallel safe as $$
  select ((hashint8(n * 64 + salt)::bigint & 2147483647) % sides)::int $$;
-- ISO 7064 MOD 11-2 of a number of seven digits, as src/domain/values/order-number.ts has it.
create function bench.number(n bigint) returns text language sql immutable parallel safe as $$
  select 'CD-' || d || '-' || case c when 10 then 'X' else c::text end
  from (select d, (12 - (substr(d,1,1)::int * 128 + substr(d,2,1)::int * 64 + substr(d,3,1)::int * 32 + substr(d,4,1)::int * 16
    + substr(d,5,1)::int * 8 + substr(d,6,1)::int * 4 + substr(d,7,1)::int * 2) % 11) % 11 as c from (select (1000000 + n)::text as d) x) y $$;
`

const plan = (orders) => `
create unlogged table bench.o as
select n, bench.id(1, n) as id, bench.number(n) as number, 1 + bench.roll(n, 1, 5) as channel, 1 + bench.roll(n, 2, 5) as warehouse,
  1 + bench.roll(n, 3, greatest(${Math.floor(orders * 0.4)}, 1)) as customer, bench.roll(n, 4, 100) as l,
  timestamptz '2026-11-20 12:00Z' - (${orders} - n) * interval '1 second' * (63072000.0 / ${orders}) as "placedAt",
  case when n <= ${Math.floor(orders * 0.85)} then case when b < 950 then 'DELIVERED' when b < 985 then 'CANCELLED' else 'RETURNED' end
    else case when b < 200 then 'DELIVERED' when b < 450 then 'SHIPPED' when b < 700 then 'READY' when b < 800 then 'NEW' when b < 900 then 'RELEASED'
      when b < 930 then 'PICKING' when b < 960 then 'PACKED' else 'CANCELLED' end end as status
from (select n, bench.roll(n, 5, 1000) as b from generate_series(1::bigint, ${orders}) n) x;

create unlogged table bench.l as
select o.n, p as position, o.n * 8 + p as k, 1 + bench.roll(o.n * 8 + p, 6, ${skus}) as sku, 1 + bench.roll(o.n * 8 + p, 7, 3) as quantity,
  500 + bench.roll(o.n * 8 + p, 8, 5000) as price, o.status
from bench.o o, lateral generate_series(1, case when l < 25 then 1 when l < 55 then 2 when l < 80 then 3 when l < 92 then 4 else 5 end) p;

alter table bench.o add total bigint;
create unlogged table bench.t as select n, sum(quantity * price)::bigint as total, count(*)::int as lines from bench.l group by n;
create index on bench.t (n);
analyze bench.o; analyze bench.l; analyze bench.t;
`

const settings = `
insert into channel (id, key, name, kind, stages) select bench.id(2, n), 'channel-' || n, 'Channel ' || n, 'custom', '{ORDER_IMPORT}' from generate_series(1, 5) n;
insert into warehouse (id, key, name, kind, "timeZone", "countryCode", priority)
  select bench.id(3, n), 'warehouse-' || n, 'Warehouse ' || n, 'OWN', 'Europe/London', 'GB', n from generate_series(1, 5) n;
insert into stock_item (id, sku, name, barcode, "safetyStock")
  select bench.id(4, n), 'SKU-' || lpad(n::text, 5, '0'), (array['Mug','Cap','Scarf','Lamp','Bowl','Towel','Candle'])[1 + n % 7] || ' ' || n,
    (5000000000000 + n)::text, n % 5 from generate_series(1, ${skus}) n;
`

const records = `
insert into customer (id, "channelId", reference, name, email, phone, "updatedAt")
  select bench.id(5, customer), bench.id(2, min(channel)), 'C' || customer,
    (array['Ada','Grace','Edsger','Barbara','Donald','Radia','Alan','Katherine'])[1 + bench.roll(customer, 9, 8)] || ' '
      || (array['Lovelace','Hopper','Dijkstra','Liskov','Knuth','Perlman','Turing','Johnson'])[1 + bench.roll(customer, 10, 8)] || ' ' || customer,
    'buyer' || customer || '@example.com', null, min("placedAt") from bench.o group by customer order by 1;

insert into "order" (id, number, kind, version, "channelId", reference, status, "customerStatus", "paymentStatus", "placedAt", "importedAt", "updatedAt",
    "releasedAt", "closedAt", "shipBy", "deliverBy", "deliveryMethod", "shippingService", "customerId", "shippingAddress", "currencyCode", "taxesIncluded",
    priced, subtotal, "shippingTotal", "taxTotal", "discountTotal", total, "statedTotal", "originalTotal", "paidTotal", "refundedTotal", "lineCount", tags, "warehouseIds", validation)
  select o.id, o.number, 'SALE', 1, bench.id(2, o.channel), 'R' || o.n, o.status,
    case when o.status in ('NEW', 'READY') then 'RECEIVED' when o.status in ('RELEASED', 'PICKING', 'PACKED') then 'PREPARING' else o.status end,
    case when o.status = 'NEW' then 'PENDING' else 'PAID' end, "placedAt", "placedAt" + interval '1 minute', "placedAt" + interval '2 days',
    case when o.status not in ('NEW', 'READY', 'CANCELLED') then "placedAt" + interval '1 hour' end,
    case when o.status in ('DELIVERED', 'RETURNED', 'CANCELLED') then "placedAt" + interval '2 days' end,
    "placedAt" + interval '1 day', "placedAt" + interval '4 days', 'SHIPPING', 'Standard', bench.id(5, o.customer),
    jsonb_build_object('name', 'Ada Buyer ' || o.customer, 'company', null, 'lines', jsonb_build_array(o.customer % 200 || ' High Street'), 'city', 'London',
      'region', null, 'postcode', 'SW' || 1 + o.customer % 9 || 'A ' || 1 + o.customer % 8 || 'AA', 'country', null, 'countryCode', 'GB', 'phone', null, 'verified', 'NOT_CHECKED'),
    'GBP', true, true, t.total, 0, 0, 0, t.total, t.total, t.total, case when o.status = 'NEW' then 0 else t.total end, 0, t.lines,
    case when o.n % 50 = 0 then '{gift}'::text[] else '{}' end, case when o.status in ('NEW', 'READY', 'CANCELLED') then '{}' else array[bench.id(3, o.warehouse)] end,
    case when o.status = 'NEW' then '[{"rule": "payment-captured", "passed": false, "overridable": true, "message": "Not paid yet.", "evidence": null, "checkedAt": "2026-11-20T12:00:00Z"}]'::jsonb
      else '[{"rule": "payment-captured", "passed": true, "overridable": true, "message": "Paid.", "evidence": null, "checkedAt": "2026-11-20T12:00:00Z"}]' end
  from bench.o o join bench.t t using (n) order by o.n;

insert into channel_reference ("channelId", reference, "orderId") select bench.id(2, channel), 'R' || n, id from bench.o;

insert into external_reference (id, "orderId", system, kind, value)
  select bench.id(6, n), id, 'channel-' || channel, 'CHANNEL_ORDER', 'R' || n from bench.o;

insert into order_line (id, "orderId", position, reference, kind, "fulfilledBy", sku, "channelSku", "stockItemId", title, quantity, open, allocated, shipped,
    delivered, cancelled, returned, lost, "unitPrice", discount, tax, total)
  select bench.id(7, k), bench.id(1, n), position, position::text, 'GOODS', 'MERCHANT', 'SKU-' || lpad(sku::text, 5, '0'), null, bench.id(4, sku), 'Article ' || sku, quantity,
    case when status in ('NEW', 'READY') then quantity else 0 end, case when status in ('RELEASED', 'PICKING', 'PACKED') then quantity else 0 end,
    case when status = 'SHIPPED' then quantity else 0 end, case when status = 'DELIVERED' then quantity else 0 end,
    case when status = 'CANCELLED' then quantity else 0 end, case when status = 'RETURNED' then quantity else 0 end, 0, price, 0, 0, quantity * price
  from bench.l;

insert into payment (id, "orderId", reference, provider, method, "collectedBy", status, amount, authorized, captured, refunded, "updatedAt")
  select bench.id(8, o.n), o.id, 'P' || o.n, 'stripe', 'card', 'MERCHANT', case when o.status = 'NEW' then 'PENDING' else 'PAID' end, t.total, 0,
    case when o.status = 'NEW' then 0 else t.total end, 0, "placedAt" from bench.o o join bench.t t using (n);
insert into ledger_entry (id, "orderId", account, amount, reference, "occurredAt")
  select bench.id(9, o.n * 2 + k), o.id, case k when 0 then 'SALE' else 'CAPTURE' end, case k when 0 then t.total else -t.total end, null, "placedAt"
  from bench.o o join bench.t t using (n), generate_series(0, 1) k where k = 0 or o.status <> 'NEW';

insert into shipment (id, "orderId", number, version, origin, "warehouseId", status, carrier, service, "shipBy", "shippedAt", "deliveredAt", "createdAt", "updatedAt", routing)
  select bench.id(10, n), id, number || '-1', 1, 'CROSSDOCK', bench.id(3, warehouse),
    case status when 'RELEASED' then 'PLANNED' when 'SHIPPED' then 'IN_TRANSIT' when 'RETURNED' then 'DELIVERED' else status end, 'royal-mail', 'tracked-24', "placedAt" + interval '1 day',
    case when status in ('SHIPPED', 'DELIVERED', 'RETURNED') then "placedAt" + interval '6 hours' end, case when status in ('DELIVERED', 'RETURNED') then "placedAt" + interval '2 days' end,
    "placedAt" + interval '1 hour', "placedAt" + interval '2 days', '{"decidedAt": "2026-11-20T12:00:00Z", "candidates": []}'
  from bench.o where status not in ('NEW', 'READY', 'CANCELLED');
insert into shipment_line (id, "orderId", "shipmentId", "orderLineId", quantity)
  select bench.id(11, k), bench.id(1, n), bench.id(10, n), bench.id(7, k), quantity from bench.l where status not in ('NEW', 'READY', 'CANCELLED');
insert into package (id, "orderId", "shipmentId", reference, contents, carrier, "trackingNumber", status, label)
  select bench.id(12, n), id, bench.id(10, n), '1', '[]', 'royal-mail', 'RM' || lpad(n::text, 9, '0') || 'GB', case status when 'SHIPPED' then 'IN_TRANSIT' when 'PACKED' then 'UNKNOWN' else 'DELIVERED' end,
    '{"status": "NONE", "url": null, "format": null, "cost": null}'
  from bench.o where status in ('PACKED', 'SHIPPED', 'DELIVERED', 'RETURNED');

insert into hold (id, "orderId", reason, rule, "placedAt", "placedBy") select bench.id(13, n), id, 'AWAITING_PAYMENT', 'payment-captured', "placedAt", '{"id": null, "kind": "SYSTEM", "name": "payment-captured"}' from bench.o where status = 'NEW';
insert into exception_case (id, version, kind, status, severity, summary, subject, rule, "orderId", queue, "openedAt", "updatedAt", "dueAt")
  select bench.id(14, n), 1, 'PAYMENT_ISSUE', case when status = 'NEW' then 'OPEN' else 'RESOLVED' end, 3, 'Not paid for a day.', 'order:' || id, 'payment', id, 'payments', "placedAt", "placedAt", "placedAt" + interval '1 day'
  from bench.o where status = 'NEW' or n % 100 = 0;

insert into event (type, "occurredAt", actor, changes, data, "orderId", "orderNumber", sequence, status, "customerStatus", "channelKey")
  select 'ORDER_IMPORTED', "placedAt" + interval '1 minute', '{"id": null, "kind": "CONNECTOR", "name": "bench"}', '[]', '{}', id, number, 1, status,
    case when status in ('NEW', 'READY') then 'RECEIVED' when status in ('RELEASED', 'PICKING', 'PACKED') then 'PREPARING' else status end, 'channel-' || channel from bench.o order by n;
select setval('order_number', 1000001 + (select max(n) from bench.o));
`

/** Movements last, with their trigger: the only writer of balances. */
const stock = `
insert into stock_movement (id, "stockItemId", "warehouseId", "fromState", "toState", quantity, reason, actor, "occurredAt")
  select bench.id(15, i * 8 + w), bench.id(4, i), bench.id(3, w), null, 'AVAILABLE', 1000000, 'INITIAL_COUNT', '{"id": null, "kind": "SYSTEM", "name": "bench"}', '2024-01-01'
  from generate_series(1, ${skus}) i, generate_series(1, 5) w;
insert into stock_movement (id, "stockItemId", "warehouseId", "fromState", "toState", quantity, reason, actor, "occurredAt")
  select bench.id(16, row_number() over ()), bench.id(4, l.sku), bench.id(3, o.warehouse), 'AVAILABLE', case o.status when 'RELEASED' then 'COMMITTED' when 'SHIPPED' then null else 'PICKED' end,
    sum(l.quantity), 'RELEASE', '{"id": null, "kind": "SYSTEM", "name": "bench"}', '2026-11-20'
  from bench.l l join bench.o o using (n) where o.status in ('RELEASED', 'PICKING', 'PACKED', 'SHIPPED')
  group by l.sku, o.warehouse, case o.status when 'RELEASED' then 'COMMITTED' when 'SHIPPED' then null else 'PICKED' end;
`

/** Every index that is no constraint is made after the rows, which is several times faster. */
const looseIndexes = `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
  join pg_class t on t.oid = i.indrelid where t.relnamespace = 'public'::regnamespace
  and not exists (select from pg_constraint c where c.conindid = i.indexrelid) and not i.indisunique`

export async function fill(client, orders, tell) {
  const step = async (name, text) => {
    const began = performance.now()
    await client.query(text)
    tell(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  await client.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '128MB'")
  await step('plan', helpers + plan(orders))
  const { rows: indexes } = await client.query(looseIndexes)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query('set session_replication_role = replica')
  await step('settings', settings)
  for (const text of records.split(/;\n/)) {
    const table = /(?:insert into|select) "?([\w]+)/.exec(text)?.[1]
    if (table !== undefined) await step(table, text)
  }
  await step('recipients', 'select order_recipient_rebuild()')
  await client.query('set session_replication_role = origin')
  for (const { name, definition } of indexes) await step(name, definition)
  await step('tally', 'select order_tally_rebuild()')
  await step('stock', stock)
  await client.query('drop schema bench cascade')
  for (let placed = 1; placed > 0; ) {
    placed = (await client.query('select log_advance(50000) as r')).rows[0].r.placed
  }
  await step('vacuum', 'vacuum analyze')
}
