import { decideChangeNeeds, decideOrderChange } from '#domain/decisions/decide-order-change'
import { ItemIndex } from '#domain/intake/items'
import type { PendingInput } from '#domain/intake/merge-snapshot'
import type { OrderFacts } from '#domain/order/state'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { loadItems } from '#store/read/import-facts'
import type { CommandContext } from '../command-context.ts'
import { OrderKey } from '../inputs/keys.ts'
import { mutation } from '../mutation.ts'

mutation('decideOrderChange', {
  description:
    "Answers the channel's edit that came after release (`pendingChange`). Accepted, it is applied as a whole: units that are planned are taken back where the edit needs them; what is picked or has left refuses it with TOO_LATE_TO_CHANGE. Declined, the order stays as it is.",
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    accept: t.boolean({ required: true }),
    reasonCode: t.string({ required: true, description: 'One that applies to DECIDE_CHANGE.' }),
  })),
  run: async ({ order, accept, reasonCode }, command) => {
    const facts = await command.order(order, decideChangeNeeds, { demand: true })
    const change = decideOrderChange(facts, await itemsOf(command, facts), { accept, reasonCode }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})

/** The items that the edited lines name. */
async function itemsOf(command: CommandContext, { state, channel }: OrderFacts): Promise<ItemIndex> {
  const theirs = (state.order.pendingChange?.input as PendingInput | undefined)?.theirs
  const skus = theirs?.lines.flatMap(({ sku, channelSku }) => [sku ?? [], channelSku ?? []].flat()) ?? []
  const { items, channelSkus } = await loadItems(command.handle, channel.key, [...new Set(skus)])
  return new ItemIndex(items, channelSkus)
}
