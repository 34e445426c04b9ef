import { refuse } from '#domain/problems'
import { checkedText } from '#domain/settings/checked'
import { mapChannelSku } from '#domain/settings/map-channel-sku'
import { checkedSku } from '#domain/settings/save-stock-item'
import { REFERENCE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'
import { ChannelPayload } from '#schema/payloads'
import { loadStockItem } from '#store/read/settings-facts'
import { findChannel } from '../find-channel.ts'
import { mutation } from '../mutation.ts'

mutation('mapChannelSku', {
  description:
    "Says which stock item a channel's own SKU means, in place of what it meant before. Orders that wait for it are judged again within a second or so.",
  payload: ChannelPayload,
  scope: 'stock:write',
  args: builder.args((t) => ({
    channelKey: t.string({ required: true }),
    channelSku: t.string({ required: true, description: 'As the channel writes it. At most 200 characters.' }),
    sku: t.string({ required: true, description: 'Of a stock item.' }),
  })),
  run: async (args, command) => {
    const channelSku = checkedText(args.channelSku, "The channel's SKU", ['channelSku'], REFERENCE_LIMIT)
    const { channel, skuMap } = await findChannel(command, args.channelKey, channelSku)
    const item = await loadStockItem(command.handle, checkedSku(args.sku, ['sku']))
    if (item === undefined)
      return refuse(
        'UNKNOWN_SKU',
        `There is no stock item with the SKU ${JSON.stringify(args.sku)}; create it with saveStockItem.`,
        ['sku'],
      )
    const before = skuMap[0]
    const answer = { channelId: channel.id }
    const { row, event } = mapChannelSku(channel, before, channelSku, item, command.moment.id())
    if (event === null) return command.commit({}, answer)
    return command.commit(
      {
        rows: [{ table: 'channel_sku_mapping', op: before === undefined ? 'insert' : 'update', rows: [row] }],
        events: [event],
      },
      answer,
    )
  },
})
