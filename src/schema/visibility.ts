import type { Context } from './context.ts'

// A connector sees its channel alone: what belongs to another is not there for it, whichever way it is reached.

const ofChannel = (key: string) => ({ channel: { key } })
const ofOrder = (key: string) => ({ order: { channel: { key } } })
/** Stock and warehouses are shared by all channels. */
const shared = (_key: string) => ({})

/**
 * Which rows of each model a channel's connector sees: one rule per model that the API shows. `tests/api/visibility.test.ts` walks every type and
 * fails for one without a rule, and for a field that could lead to another channel's row.
 */
export const visibilityRules = {
  Channel: (key: string) => ({ key }),
  ChannelStatusMapping: ofChannel,
  Handoff: ofChannel,
  SyncRun: ofChannel,
  Customer: ofChannel,
  Order: ofChannel,
  OrderLine: ofOrder,
  ExternalReference: ofOrder,
  Payment: ofOrder,
  PaymentTransaction: (key: string) => ({ payment: ofOrder(key) }),
  Refund: ofOrder,
  LedgerEntry: ofOrder,
  Hold: ofOrder,
  CancellationRequest: ofOrder,
  Message: ofOrder,
  ChannelPush: ofOrder,
  Shipment: ofOrder,
  ShipmentLine: (key: string) => ({ shipment: ofOrder(key) }),
  Package: ofOrder,
  TrackingEvent: (key: string) => ({ package: ofOrder(key) }),
  /** A round through a warehouse may collect for several channels: each sees that its own are on it. */
  PickList: (key: string) => ({ shipments: { some: ofOrder(key) } }),
  /** Of its order's channel; one without an order names its own. */
  ExceptionCase: (key: string) => ({ OR: [ofOrder(key), { orderId: null, ...ofChannel(key) }] }),
  Warehouse: shared,
  StockItem: shared,
  StockLevel: shared,
  StockMovement: shared,
}
export type VisibleModel = keyof typeof visibilityRules

type Where<Model extends VisibleModel> = ReturnType<(typeof visibilityRules)[Model]>

/** The condition that a row of the model is there for the caller. */
export const visible = <Model extends VisibleModel>(
  model: Model,
  { viewer }: Context,
): Where<Model> | Record<never, never> =>
  viewer.channelKey === null ? {} : (visibilityRules[model](viewer.channelKey) as Where<Model>)

/** The one row of the model with this id, where it is there for the caller. */
export const visibleOne = <Model extends VisibleModel>(model: Model, id: string, context: Context) => ({
  id,
  ...visible(model, context),
})

/** Whether what belongs to this channel is there for the caller; to none (null) it is for a caller who sees all. */
export const seesChannel = (channelKey: string | null, { viewer }: Pick<Context, 'viewer'>): boolean =>
  viewer.channelKey === null || viewer.channelKey === channelKey
