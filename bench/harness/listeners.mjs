// A process of its own with many sockets, which counts what arrives. In: the first line of stdin is JSON {url, count, protocol, hello,
// subscribe, marker}: `hello` is sent first, `subscribe` when it was answered. Each later line is a number of deliveries to wait for, of
// messages that hold `marker`. Out: {"ready": true}; then for each number {"at": milliseconds since 1970, "sample": a message}.
import { createInterface } from 'node:readline'
import WebSocket from 'ws'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const { url, count, protocol, hello, subscribe, marker } = JSON.parse((await lines.next()).value)
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)
const sockets = []
let delivered = 0
let sample
let goal
const arrived = () => {
  if (goal === undefined || delivered < goal.number) return
  goal.resolve(Date.now())
  goal = undefined
}

/** Open, and where there is something to say, answered twice: let in, and the stream's first frame, which says that it is live. */
function open() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol ?? [], { perMessageDeflate: false, skipUTF8Validation: true })
    let answers = 0
    socket.on('error', reject)
    socket.on('close', (code, reason) => reject(new Error(`a socket was closed with ${code} ${reason}`)))
    socket.on('open', () => (hello === undefined ? resolve(socket) : socket.send(hello)))
    socket.on('message', (data) => {
      if (data.includes(marker)) {
        sample ??= data.toString()
        delivered += 1
        return arrived()
      }
      answers += 1
      if (answers === 1) socket.send(subscribe)
      if (answers === 2) resolve(socket)
    })
  })
}

for (let from = 0; from < count; from += 100) {
  sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, count - from) }, open))))
}
say({ ready: true })
for await (const line of lines) {
  delivered = 0
  const at = await new Promise((resolve) => {
    goal = { number: Number(line), resolve }
  })
  say({ at, sample })
}
process.exit(0)
