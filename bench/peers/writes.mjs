// The same order written into the same tables, with their constraints, indexes and triggers, and without rules, ledger or log:
// by hand in six round trips through pg ("six"), or as Prisma's documentation nests it ("prisma").
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../dist/store/generated/client.js'

const connection = { connectionString: process.env.DATABASE_URL, max: 16 }
const pool = new pg.Pool(connection)
const known = async (text) => new Map((await pool.query(text)).rows.map(({ key, id }) => [key, id]))
const channels = await known('select key, id from channel')
const items = await known('select sku as key, id from stock_item')

let made = 0
/** A version 7 UUID, as the tables' indexes want them. */
function freshId() {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = 0x70 | (bytes[6] & 0x0f)
  bytes[8] = 0x80 | (bytes[8] & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
const minor = (text) => Math.round(Number(text) * 100)

/** The rows of an order, from the input that importOrders takes. */
function rowsOf(input) {
  const id = freshId()
  const number = `X-${process.pid}-${made++}`
  const now = new Date()
  const total = minor(input.total)
  const order = {
    id,
    number,
    kind: 'SALE',
    version: 1,
    channelId: channels.get(input.channel),
    reference: input.reference,
    status: 'READY',
    customerStatus: 'RECEIVED',
    paymentStatus: 'PAID',
    placedAt: new Date(input.placedAt),
    importedAt: now,
    updatedAt: now,
    deliveryMethod: 'SHIPPING',
    shippingAddress: input.shippingAddress,
    currencyCode: input.currency,
    taxesIncluded: input.taxesIncluded,
    priced: true,
    subtotal: total,
    shippingTotal: 0,
    taxTotal: 0,
    discountTotal: 0,
    total,
    statedTotal: total,
    originalTotal: total,
    paidTotal: total,
    refundedTotal: 0,
    lineCount: input.lines.length,
    tags: [],
  }
  const lines = input.lines.map((line, position) => ({
    id: freshId(),
    position,
    reference: line.reference,
    kind: 'GOODS',
    fulfilledBy: 'MERCHANT',
    sku: line.sku,
    stockItemId: items.get(line.sku),
    title: line.title,
    quantity: line.quantity,
    open: line.quantity,
    allocated: 0,
    shipped: 0,
    delivered: 0,
    cancelled: 0,
    returned: 0,
    lost: 0,
    discount: 0,
    tax: 0,
    total: minor(line.total),
  }))
  const [paid] = input.payments
  const payment = {
    id: freshId(),
    reference: paid.reference,
    collectedBy: 'MERCHANT',
    status: paid.status,
    amount: minor(paid.amount),
    authorized: 0,
    captured: minor(paid.captured),
    refunded: 0,
    updatedAt: now,
  }
  const event = {
    type: 'ORDER_IMPORTED',
    occurredAt: now,
    actor: { id: null, kind: 'CONNECTOR', name: 'bench' },
    orderId: id,
    orderNumber: number,
    sequence: 1,
    status: 'READY',
    customerStatus: 'RECEIVED',
    channelKey: input.channel,
  }
  return { order, lines, payment, event }
}

/** One prepared statement for a table and a number of rows. */
function insert(table, rows) {
  const columns = Object.keys(rows[0])
  const places = rows.map((_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`)})`)
  return {
    name: `${table}${rows.length}`,
    text: `insert into "${table}" (${columns.map((column) => `"${column}"`)}) values ${places}`,
    values: rows.flatMap((row) => Object.values(row)),
  }
}

async function six(input) {
  const { order, lines, payment, event } = rowsOf(input)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(insert('order', [order]))
    await client.query(
      insert(
        'order_line',
        lines.map((line) => ({ orderId: order.id, ...line })),
      ),
    )
    await client.query(insert('payment', [{ orderId: order.id, ...payment }]))
    await client.query(insert('event', [event]))
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
  return order.number
}

const prisma = new PrismaClient({ adapter: new PrismaPg(connection) })

async function nested(input) {
  const { order, lines, payment, event } = rowsOf(input)
  const data = { ...order, lines: { create: lines }, payments: { create: [payment] } }
  await prisma.$transaction([prisma.order.create({ data }), prisma.event.create({ data: event })])
  return order.number
}

const write = { six, prisma: nested }[process.argv[2]]

createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', async () => {
    const answer = (status, value) => {
      const body = JSON.stringify(value)
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body)
    }
    const input = JSON.parse(Buffer.concat(parts).toString())
    if (input.ping) return answer(200, { data: {} })
    await write(input).then(
      (number) => answer(200, { data: { created: 1, number } }),
      (error) => answer(500, { errors: [{ message: error.message }] }),
    )
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
