import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { UnauthenticatedSockets } from '#server/unauthenticated-sockets'

/** As much of a socket as has a place: it can be cut off. */
class Socket extends EventEmitter {
  terminated = false
  terminate(): void {
    this.terminated = true
    this.emit('close')
  }
}

const enter = (places: UnauthenticatedSockets, address: string): Socket => {
  const socket = new Socket()
  expect(places.admits(address)).toBe(true)
  places.enter(socket as unknown as WebSocket, address)
  return socket
}

test('addresses count apart, and those of version 6 by their first half', () => {
  const places = new UnauthenticatedSockets(1, 100)
  const sockets = ['10.0.0.1', '10.0.0.2', '2001:db8:1:1::1', '2001:db8:1:2::1', '::1', '::ffff:10.0.0.3'].map((each) =>
    enter(places, each),
  )
  expect(sockets.some(({ terminated }) => terminated)).toBe(false)
  enter(places, '::ffff:10.0.0.1')
  enter(places, '2001:db8:1:1:ffff:0:0:9')
  expect(sockets.map(({ terminated }) => terminated)).toEqual([true, false, true, false, false, false])
})

test('in all there are so many places, whatever the addresses', () => {
  const places = new UnauthenticatedSockets(10, 3)
  const sockets = ['a', 'b', 'c', 'd'].map((address) => enter(places, address))
  expect(sockets.map(({ terminated }) => terminated)).toEqual([true, false, false, false])
  expect(places.size).toBe(3)
})

test('a socket whose token is looked up keeps its place, and where all are, nobody more comes in', () => {
  const places = new UnauthenticatedSockets(2, 10)
  const sockets = [enter(places, 'a'), enter(places, 'a')]
  for (const socket of sockets) places.lookUp(socket as unknown as WebSocket, true)
  expect(places.admits('a')).toBe(false)
  expect(places.admits('b')).toBe(true)
  places.leave(sockets[0] as unknown as WebSocket)
  expect(places.admits('a')).toBe(true)
  expect(sockets.some(({ terminated }) => terminated)).toBe(false)
})
