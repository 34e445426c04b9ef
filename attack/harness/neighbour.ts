import { WebSocket } from 'ws'

// A process of its own: one who writes and one who listens, as on any day, beside an attack.

/** Between an answer and the next write. */
const PAUSE_MS = 15

const [port = '', token = ''] = process.argv.slice(2)
let latencies: number[] = []
let failed = 0
let deliveries = 0
let drops = 0
let n = 0

function listen(): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws')
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
  )
  socket.on('message', (data: Buffer) => {
    if (data.includes('connection_ack'))
      socket.send(
        JSON.stringify({
          id: 'a',
          type: 'subscribe',
          payload: { query: 'subscription { stockEvents { cursor event { id } } }' },
        }),
      )
    if (data.includes('"event":{')) deliveries += 1
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    drops += 1
    setTimeout(listen, 100)
  })
}

const query =
  'mutation ($a: [StockAdjustmentInput!]!) { adjustStock(adjustments: $a, reason: "CORRECTION") { userErrors { code } results { userErrors { code } } } }'

async function write(): Promise<void> {
  const began = performance.now()
  const body = JSON.stringify({
    query,
    variables: { a: [{ sku: 'ATTACK-3', warehouse: 'north', delta: ++n % 2 === 0 ? 1 : -1 }] },
  })
  const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  })
    .then((response) => response.text())
    .catch(() => '')
  latencies.push(performance.now() - began)
  if (!answer.includes('"userErrors":[]')) failed += 1
  setTimeout(write, PAUSE_MS)
}

listen()
void write()

process.on('message', () => {
  const sorted = latencies.sort((one, other) => one - other)
  const writes = sorted.length
  process.send?.({
    writes,
    p50: sorted[Math.floor(writes * 0.5)] ?? 0,
    p99: sorted[Math.floor(writes * 0.99)] ?? 0,
    failed,
    deliveries,
    drops,
  })
  latencies = []
  failed = 0
  deliveries = 0
  drops = 0
})
process.on('disconnect', () => process.exit())
