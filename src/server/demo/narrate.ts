import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { EventType } from '#domain/events'
import type { OrderStatus } from '#domain/vocabulary'

/** What the demo reports, as it happens. */
const shownTypes: readonly EventType[] = [
  'ORDER_IMPORTED',
  'ORDER_STATUS_CHANGED',
  'ORDER_CANCELLED',
  'EXCEPTION_OPENED',
]

const stream = `subscription Narrate($types: [EventType!]) { events(types: $types) { event {
  type status order { number channel { name } } ... on ExceptionEvent { exceptionCase { kind summary } }
} } }`

interface Narrated {
  type: EventType
  status: OrderStatus | null
  order: { number: string; channel: { name: string } | null } | null
  exceptionCase?: { kind: string; summary: string } | null
}

/** Tells on the terminal what happens, from the same stream that any dashboard reads. */
export function narrate(url: string, token: string, say: (line: string) => void): { stop(): Promise<void> } {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
  })
  const since = Date.now()
  const firsts = new Set<string>()
  const end = client.subscribe<{ events: { event: Narrated | null } | null }>(
    { query: stream, variables: { types: shownTypes } },
    {
      next: ({ data }) => {
        const event = data?.events?.event
        const line = event ? sentence(event, firsts, Math.round((Date.now() - since) / 1_000)) : undefined
        if (line !== undefined) say(line)
      },
      error: (error) => say(`The stream ended: ${JSON.stringify(error)}`),
      complete: () => {},
    },
  )
  return {
    async stop() {
      end()
      await client.dispose()
    },
  }
}

const milestones: Partial<Record<OrderStatus, string>> = {
  RELEASED: 'released: stock allocated, shipment planned',
  PICKING: 'being picked',
  PACKED: 'packed',
  SHIPPED: 'with the carrier',
  DELIVERED: 'delivered',
}

/** Every order that arrives, is delivered or cancelled, and every exception; of the steps between, the first. */
function sentence(event: Narrated, firsts: Set<string>, seconds: number): string | undefined {
  const { type, status, order, exceptionCase } = event
  const name = `${order?.number ?? 'an order'} (${order?.channel?.name ?? 'no channel'})`
  switch (type) {
    case 'ORDER_IMPORTED':
      return `  + ${name} arrived`
    case 'ORDER_CANCELLED':
      return `  x ${name} was cancelled`
    case 'EXCEPTION_OPENED':
      return `  ! ${exceptionCase?.kind ?? 'exception'}: ${exceptionCase?.summary ?? ''}`
    default: {
      const milestone = status === null ? undefined : milestones[status]
      if (milestone === undefined || type !== 'ORDER_STATUS_CHANGED') return undefined
      if (!firsts.has(milestone)) {
        firsts.add(milestone)
        return `* First order ${status} after ${seconds} s: ${name} ${milestone}`
      }
      return status === 'DELIVERED' ? `  v ${name} was delivered` : undefined
    }
  }
}
