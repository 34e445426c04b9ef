import { formatAmount } from '#domain/money/money'
import { Draft } from '#domain/order/draft'
import { orderNumber } from '#domain/values/order-number'
import { commit } from '#store/write/commit'
import type { Api } from './api.ts'
import { factsOf, lineOf, momentOf } from './order-facts.ts'
import { freshId, address as shippingAddress } from './seed.ts'

let sequence = 2_000_000

/**
 * An order that is paid and passed validation, written as the import would write it, for tests of what comes after. The channel and
 * the stock items must be there.
 */
export async function storeOrder(
  api: Api,
  given: { channelKey?: string; lines: { sku: string; quantity: number }[]; shipBy?: string; placedAt?: string },
): Promise<{ id: string; number: string }> {
  const { prisma, handle } = api.store
  const channel = await prisma.channel.findUniqueOrThrow({ where: { key: given.channelKey ?? 'shop' } })
  const id = freshId()
  const number = orderNumber(sequence++)
  const lines = await Promise.all(
    given.lines.map(async ({ sku, quantity }, index) => {
      const item = await prisma.stockItem.findUniqueOrThrow({ where: { sku } })
      const position = index + 1
      return lineOf({
        id: freshId(),
        orderId: id,
        position,
        reference: `l${position}`,
        sku,
        stockItemId: item.id,
        quantity,
      })
    }),
  )
  const { state, channel: facts } = factsOf({ lines })
  state.order = {
    ...state.order,
    id,
    number,
    version: 0,
    channelId: channel.id,
    reference: `ref-${number}`,
    shippingAddress,
    shipBy: given.shipBy ?? null,
    placedAt: given.placedAt ?? state.order.placedAt,
  }
  state.payments = state.payments.map((payment) => ({ ...payment, id: freshId(), orderId: id }))
  const moment = { ...momentOf(new Date().toISOString()), id: freshId }
  const draft = Draft.create(state, { ...facts, id: channel.id, key: channel.key }, moment)
  const { reference, placedAt, currencyCode } = draft.order
  const total = formatAmount(draft.order.total, currencyCode)
  draft.event({
    type: 'ORDER_IMPORTED',
    data: { reference, number: null, placedAt, lines: lines.length, total, currencyCode },
  })
  await commit(handle, { moment, changes: [draft.finish()] })
  return { id, number }
}
