import { isStorable } from '#domain/values/text'
import type { Context } from '#schema/context'
import { requireShortLists } from '#schema/order-filter'
import type { BoardFilter } from '#store/read/board'

/** What cannot be stored names nothing; in a live board it would fail each count, where nobody is notified. */
const namesOf = (keys: readonly string[] | null | undefined): readonly string[] | null =>
  keys?.filter(isStorable) ?? null

/** What the caller requested, within what the caller may see. */
export function boardFilter(
  asked: { channels?: readonly string[] | null; warehouses?: readonly string[] | null },
  { viewer }: Context,
): BoardFilter {
  requireShortLists(asked)
  const { channelKey } = viewer
  const own = (channels: readonly string[]) => channels.filter((key) => key === channelKey)
  const channels = namesOf(asked.channels)
  return {
    channels: channelKey === null ? channels : channels === null ? [channelKey] : own(channels),
    warehouses: namesOf(asked.warehouses),
  }
}
