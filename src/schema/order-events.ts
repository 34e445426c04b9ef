import { eventTypes } from '#domain/events'
import { groupBy } from '#domain/values/group-by'
import type { EventRow } from '#events/event-row'
import { readTrails } from '#store/read/events'
import { builder } from './builder.ts'
import { Event } from './event.ts'
import { batched } from './loader.ts'
import { badInput, connectionOf, readPage } from './page.ts'

export const EventConnection = builder.connectionObject({ type: Event, name: 'EventConnection' })

interface TrailKey {
  orderId: string
  after: number
  before: number
  backwards: boolean
  limit: number
}

const END = 2_147_483_647

/** Orders of a page that request the same part of their trails are read in one statement. */
const trails = batched<TrailKey, EventRow[]>(async (keys, { handle }) => {
  const groups = groupBy(keys, ({ orderId: _, ...asked }) => JSON.stringify(asked))
  const found = new Map<string, EventRow[]>()
  for (const [asked, group] of groups) {
    const ids = [...new Set(group.map(({ orderId }) => orderId))]
    const part = await readTrails(handle, ids, { ...(group[0] as TrailKey), types: eventTypes })
    for (const id of ids) found.set(`${id} ${asked}`, part.get(id) ?? [])
  }
  return keys.map(({ orderId, ...asked }) => found.get(`${orderId} ${JSON.stringify(asked)}`) ?? [])
})

const cursorOf = (sequence: number): string => Buffer.from(`s.${sequence}`).toString('base64url')

function sequenceOf(cursor: string): number {
  const [, sequence] = /^s\.(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (sequence === undefined)
    throw badInput("The cursor is none of an order's trail: pass one that `Order.events` gave.")
  return Number(sequence)
}

builder.prismaObjectFields('Order', (t) => ({
  events: t.connection(
    {
      type: Event,
      nullable: true,
      description: 'The audit trail, oldest first. Its cursors come from `sequence` and never expire.',
      select: { id: true },
      resolve: async ({ id: orderId }, args, context) => {
        const page = readPage(args)
        const events = await trails(context, {
          orderId,
          after: args.after ? sequenceOf(args.after) : 0,
          before: args.before ? sequenceOf(args.before) : END,
          backwards: page.backwards,
          limit: page.take + 1,
        })
        return connectionOf(events, page, args, ({ sequence }) => cursorOf(sequence ?? 0))
      },
    },
    EventConnection,
  ),
}))
