import type { OrderSummary } from '../order/order-summary.ts'
import { type OrderAction, orderActions } from '../vocabulary.ts'
import { cancelRefusal } from './cancel-order.ts'
import { decideCancellationRefusal } from './decide-cancellation.ts'
import { decideChangeRefusal } from './decide-order-change.ts'
import { editAddressRefusal } from './edit-shipping-address.ts'
import { holdRefusal, releaseHoldRefusal } from './hold-order.ts'
import { packRefusal } from './pack-shipment.ts'
import { releaseRefusal } from './release-order.ts'
import { shipRefusal } from './ship-shipment.ts'
import { pickingRefusal } from './start-picking.ts'
import { substituteRefusal } from './substitute-item.ts'
import { unreleaseRefusal } from './unrelease-order.ts'

/** A mutation is legal for an order when it is for one of its shipments. */
const someShipment =
  (refusal: (state: OrderSummary, shipment: OrderSummary['shipments'][number], now: string) => unknown) =>
  (state: OrderSummary, now: string): boolean =>
    state.shipments.some((shipment) => refusal(state, shipment, now) === null)

/** Actions that no mutation offers yet. */
const notYet = (): boolean => false

const legal: Record<OrderAction, (state: OrderSummary, now: string) => boolean> = {
  VALIDATE: () => true,
  HOLD: (state) => holdRefusal(state) === null,
  RELEASE_HOLD: (state) => releaseHoldRefusal(state) === null,
  RELEASE: (state, now) => releaseRefusal(state, now) === null,
  UNRELEASE: (state) => unreleaseRefusal(state) === null,
  CANCEL: (state) => cancelRefusal(state) === null,
  DECIDE_CANCELLATION: (state) => decideCancellationRefusal(state) === null,
  DECIDE_CHANGE: (state) => decideChangeRefusal(state) === null,
  EDIT_SHIPPING_ADDRESS: (state) => editAddressRefusal(state) === null,
  EDIT_CUSTOMER: () => true,
  SUBSTITUTE_ITEM: (state) => substituteRefusal(state) === null,
  RECORD_PAYMENT: () => true,
  CAPTURE_PAYMENT: notYet,
  START_PICKING: someShipment((state, shipment, now) => pickingRefusal(state, shipment, now, [])),
  PACK: someShipment(packRefusal),
  PURCHASE_LABEL: notYet,
  SHIP: someShipment(shipRefusal),
  REROUTE: notYet,
  REQUEST_RETURN: notYet,
  REFUND: notYet,
  CREATE_LINKED_ORDER: notYet,
  CLOSE_AS_DUPLICATE: notYet,
}

/**
 * The mutations that would not be refused for what the order is now. Stock, reason codes and arguments may still refuse one: a
 * release may find too little, and a failed rule that can be overridden asks for a reason.
 */
export const allowedActions = (state: OrderSummary, scopes: ReadonlySet<string>, now: string): OrderAction[] =>
  scopes.has('orders:write') ? orderActions.filter((action) => legal[action](state, now)) : []
