import { PICK_LIST_LIMIT, type PickCommand, pickingNeeds, startPicking } from '#domain/decisions/start-picking'
import { refuse } from '#domain/problems'
import { builder } from '#schema/builder'
import { PickListPayload } from '#schema/payloads'
import { nextPickListNumber } from '#store/read/pick-list-number'
import { ShipmentKey } from '../inputs/keys.ts'
import { mutation } from '../mutation.ts'

mutation('startPicking', {
  description: `Starts picking planned shipments of one warehouse on one pick list, at most ${PICK_LIST_LIMIT}: all of them, or none. Their stock goes from COMMITTED to PICKED.`,
  payload: PickListPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({ shipments: t.field({ type: [ShipmentKey], required: true }) })),
  run: async ({ shipments }, command) => {
    if (shipments.length === 0 || shipments.length > PICK_LIST_LIMIT)
      refuse('LIMIT_EXCEEDED', `A pick list holds 1 to ${PICK_LIST_LIMIT} shipments, not ${shipments.length}.`, [
        'shipments',
      ])
    const wanted: PickCommand['shipments'] = []
    for (const [index, key] of shipments.entries()) {
      const field = ['shipments', String(index)]
      const found = await command.shipment(key, pickingNeeds, { field })
      if (wanted.some((other) => other.shipmentId === found.shipmentId))
        refuse('INVALID_INPUT', 'The shipment is named twice; name it once.', field)
      wanted.push(found)
    }
    command.subject = {}
    const id = command.moment.id()
    const plan = { shipments: wanted, pickList: { id, number: '' } }
    startPicking(plan, command.moment)
    const number = await nextPickListNumber(command.handle)
    const { changes, pickList } = startPicking({ ...plan, pickList: { id, number } }, command.moment)
    return command.commit(
      { parents: [{ table: 'pick_list', op: 'insert', rows: [pickList] }], changes },
      { pickListId: id },
    )
  },
})
