import { saveWarehouse } from '#domain/settings/save-warehouse'
import { isStorable } from '#domain/values/text'
import { builder } from '#schema/builder'
import { WarehouseKind } from '#schema/enums'
import { WarehousePayload } from '#schema/payloads'
import { loadWarehouse } from '#store/read/settings-facts'
import { CutOffInput } from '../inputs/settings.ts'
import { mutation } from '../mutation.ts'

mutation('saveWarehouse', {
  description: `Creates a warehouse, or changes the one with this key. What is absent or null stays as it is; a new one takes its key as name, the kind OWN,
the zone Europe/London, the country GB and priority 100, and is enabled.`,
  payload: WarehousePayload,
  scope: 'settings:write',
  args: builder.args((t) => ({
    warehouseKey: t.string({ required: true, description: '1 to 50 letters and digits, with - . or _ between them.' }),
    name: t.string(),
    kind: t.field({ type: WarehouseKind }),
    timeZone: t.string({ description: 'IANA name, such as "Europe/London".' }),
    countryCode: t.field({ type: 'CountryCode' }),
    priority: t.int({ description: 'Orders are routed to the lowest number that can serve them.' }),
    cutOffs: t.field({ type: [CutOffInput], description: 'All of them, in place of those before; at most 200.' }),
    enabled: t.boolean({
      description:
        'False: no order is routed to it and its stock is not offered for sale; what is planned there stays.',
    }),
  })),
  run: async (args, command) => {
    const { warehouseKey: key, ...wanted } = args
    const before = isStorable(key) ? await loadWarehouse(command.handle, key) : undefined
    command.subject = { warehouseId: before?.id ?? null }
    const moment = { id: command.moment.id(), now: command.moment.now }
    const { row, event } = saveWarehouse(before ?? null, { ...wanted, key }, moment)
    const answer = { warehouseId: row.id }
    if (event === null) return command.commit({}, answer)
    return command.commit(
      {
        rows: [{ table: 'warehouse', op: before === undefined ? 'insert' : 'update', rows: [row] }],
        events: [event],
      },
      answer,
    )
  },
})
