import type { Context } from '#schema/context'
import { requireShortLists } from '#schema/order-filter'
import type { BoardFilter } from '#store/read/board'

/** What the caller asked for, within what the caller may see. */
export function boardFilter(
  asked: { channels?: readonly string[] | null; warehouses?: readonly string[] | null },
  { viewer }: Context,
): BoardFilter {
  requireShortLists(asked)
  const { channelKey } = viewer
  const own = (channels: readonly string[]) => channels.filter((key) => key === channelKey)
  const channels = asked.channels ?? null
  return {
    channels: channelKey === null ? channels : channels === null ? [channelKey] : own(channels),
    warehouses: asked.warehouses ?? null,
  }
}
