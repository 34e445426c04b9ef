// What Node and ws can do: a message that is posted goes to every socket that is open.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const sockets = new WebSocketServer({ noServer: true })
const server = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const { messages = [] } = JSON.parse(Buffer.concat(parts).toString())
    for (const message of messages) for (const socket of sockets.clients) socket.send(message)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}')
  })
})
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request))
})
sockets.on('connection', (socket) => socket.on('error', () => socket.terminate()))
server.listen(Number(process.env.PORT), '127.0.0.1')
