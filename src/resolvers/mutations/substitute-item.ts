import { substituteItem, substituteNeeds } from '#domain/decisions/substitute-item'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { loadItemFacts } from '#store/read/item-facts'
import { LineKey, OrderKey } from '../inputs/keys.ts'
import { lineIdOf } from '../line-units.ts'
import { mutation } from '../mutation.ts'

mutation('substituteItem', {
  description:
    'Sends another item for units that are not committed yet. The buyer pays what was agreed and the line keeps the SKU that was sold; `components` says what is really taken. Where only a part is substituted the line is split, and its money with it.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    line: t.field({ type: LineKey, required: true }),
    sku: t.string({ required: true, description: 'Of the stock item to send.' }),
    quantity: t.int({ description: 'Units; all open ones where absent.' }),
    reasonCode: t.string({ required: true, description: 'A reason code that applies to SUBSTITUTE_ITEM.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async (args, command) => {
    const facts = await command.order(args.order, substituteNeeds, { ifVersion: args.ifVersion, demand: true })
    const lineId = lineIdOf(facts.state, args.line, ['line'])
    const item = await loadItemFacts(command.handle, args.sku)
    const { sku, quantity, reasonCode } = args
    const change = substituteItem(facts, { lineId, sku, item, quantity, reasonCode }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})
