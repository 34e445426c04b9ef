import type { Context } from './context.ts'

// A connector sees its channel alone: what belongs to another is not there for it.

/** For rows that have a channel. */
export const ofViewersChannel = ({ viewer }: Context) =>
  viewer.channelKey === null ? {} : { channel: { key: viewer.channelKey } }

/** For rows that belong to an order. */
export const ofViewersOrders = ({ viewer }: Context) =>
  viewer.channelKey === null ? {} : { order: { channel: { key: viewer.channelKey } } }

/** For exceptions: of the channel itself, or of one of its orders. */
export const ofViewersExceptions = ({ viewer }: Context) =>
  viewer.channelKey === null
    ? {}
    : { OR: [{ channel: { key: viewer.channelKey } }, { order: { channel: { key: viewer.channelKey } } }] }
