// A process of its own that asks as fast as it is answered: `at once` connections, each sends its next question when it has its answer.
// In: JSON on stdin {port, path, headers, bodies, atOnce, milliseconds, expect}; without milliseconds each body is sent once. An answer
// without the text `expect` ends the run. Out: one line {answers, seconds, p50, p99}.
import { connect } from 'node:net'

let text = ''
for await (const part of process.stdin) text += part
const { port, path, headers, bodies, atOnce, milliseconds, expect } = JSON.parse(text)
const head = Object.entries({
  host: '127.0.0.1',
  'content-type': 'application/json',
  accept: 'application/json',
  ...headers,
})
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')
const requests = bodies.map((body) =>
  Buffer.from(`POST ${path} HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
)

let next = 0
let answers = 0
const times = []
const start = performance.now()
const isOver = () => (milliseconds === undefined ? next >= requests.length : performance.now() >= start + milliseconds)

/** The bytes of the whole answer that the buffer begins with; 0 where it is not all there. */
function answerLength(buffer) {
  const end = buffer.indexOf('\r\n\r\n')
  if (end === -1) return 0
  const top = buffer.toString('latin1', 0, end).toLowerCase()
  if (!top.startsWith('http/1.1 200')) throw new Error(top.slice(0, 300) + buffer.toString('utf8', end, end + 500))
  const length = /content-length: (\d+)/.exec(top)
  if (length) return buffer.length >= end + 4 + Number(length[1]) ? end + 4 + Number(length[1]) : 0
  return buffer.subarray(-5).toString('latin1') === '0\r\n\r\n' ? buffer.length : 0
}

await Promise.all(
  Array.from(
    { length: atOnce },
    () =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1').setNoDelay(true)
        let got = Buffer.alloc(0)
        let began = 0
        const send = () => {
          if (isOver()) return resolve(void socket.destroy())
          began = performance.now()
          socket.write(requests[next++ % requests.length])
        }
        socket.once('connect', send)
        socket.on('error', reject)
        socket.on('data', (part) => {
          try {
            got = got.length === 0 ? part : Buffer.concat([got, part])
            if (answerLength(got) === 0) return
            if (expect !== undefined && !got.includes(expect)) throw new Error(got.toString('utf8').slice(0, 1_000))
            got = Buffer.alloc(0)
            answers += 1
            times.push(performance.now() - began)
            send()
          } catch (error) {
            reject(error)
          }
        })
      }),
  ),
)
const seconds = (performance.now() - start) / 1000
times.sort((a, b) => a - b)
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
console.log(JSON.stringify({ answers, seconds, p50: at(0.5), p99: at(0.99) }))
