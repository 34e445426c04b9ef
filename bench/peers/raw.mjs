// What Postgres and Node can do: one statement written by hand for each question, its JSON handed on as it comes.
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 })
const lines = (fields) =>
  `(select coalesce(json_agg(json_build_object(${fields}) order by l.position), '[]') from order_line l where l."orderId" = o.id)`
const shipments = (fields) =>
  `(select coalesce(json_agg(json_build_object(${fields}) order by s.id), '[]') from shipment s where s."orderId" = o.id)`
const page = (
  fields,
) => `select coalesce(json_agg(json_build_object('number', o.number, 'status', o.status, 'placedAt', o."placedAt"${fields})
    order by o."placedAt" desc, o.id), '[]')::text as r
  from (select * from "order" o where o.status = $1 and o."placedAt" <= $2 and (o."placedAt" < $2 or o.id > $3) order by o."placedAt" desc, o.id limit 50) o`

const statements = {
  order: `select json_build_object('number', o.number, 'status', o.status, 'placedAt', o."placedAt",
      'customer', (select json_build_object('name', c.name, 'email', c.email) from customer c where c.id = o."customerId"),
      'lines', ${lines(`'sku', l.sku, 'title', l.title, 'quantity', l.quantity`)},
      'shipments', ${shipments(`'number', s.number, 'status', s.status`)})::text as r
    from "order" o where o.number = $1`,
  page: page(
    `, 'lines', ${lines(`'sku', l.sku, 'quantity', l.quantity`)}, 'shipments', ${shipments(`'status', s.status`)}`,
  ),
  bare: page(''),
  stock: `select coalesce(json_agg(json_build_object('sku', i.sku, 'levels', (select coalesce(json_agg(json_build_object('warehouse', json_build_object('key', w.key),
      'available', v.available, 'committed', v.committed) order by w.key), '[]') from stock_level v join warehouse w on w.id = v."warehouseId" where v."stockItemId" = i.id)) order by i.sku), '[]')::text as r
    from (select * from stock_item where sku > $1 order by sku limit 50) i`,
}

createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', async () => {
    const { name, values } = JSON.parse(Buffer.concat(parts).toString())
    const { rows } = await pool.query({ name, text: statements[name], values })
    const body = `{"data":${rows[0]?.r ?? 'null'}}`
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
