// Every document that the console sends; tests/console/documents.test.ts holds each against the schema.

const money = '{ amount currencyCode }'

const eventFields = `
  fragment EventFields on Event {
    __typename id cursor type occurredAt actor { id kind name } reasonCode orderNumber sequence status previousStatus customerStatus
    changes { field before after redacted }
    ... on ShipmentEvent { shipmentStatus }
    ... on ExceptionEvent { exceptionStatus exceptionCase { id kind } }
    ... on StockEvent { sku movement { id quantity fromState toState warehouse { id key } } }
    ... on ChannelEvent { channel { id key } }
  }`

export const viewerQuery = `
  query Viewer {
    viewer { actor { id kind name } role scopes channels { id key name } }
    lifecycle { status meaning }
    reasonCodes { code label appliesTo }
  }`

export const boardStream = `
  subscription Board {
    board { byStatus { status orders } openExceptions breachedExceptions shipToday lateToShip asOf }
  }`

export const latestEventsQuery = `
  query LatestEvents($before: String) {
    eventLog { head }
    events(last: 100, before: $before) { nodes { ...EventFields } pageInfo { hasPreviousPage startCursor } }
  } ${eventFields}`

export const eventsStream = `
  subscription Events($after: String) { events(after: $after) { cursor live event { ...EventFields } } } ${eventFields}`

export const orderEventsStream = `
  subscription OrderEvents($after: String, $orderNumbers: [String!]) {
    orderEvents(after: $after, orderNumbers: $orderNumbers) { cursor live event { ...EventFields } }
  } ${eventFields}`

/** Which orders something happened to; a list asks for their rows then. */
export const changedOrdersStream = `
  subscription ChangedOrders($after: String) {
    orderEvents(after: $after) { cursor live event { id type orderNumber sequence } }
  }`

export const exceptionEventsStream = `
  subscription ExceptionEvents($after: String) {
    exceptionEvents(after: $after) { cursor live event { id type } }
  }`

const orderRow = `
  fragment OrderRow on Order {
    id number version status paymentStatus placedAt shipBy lineCount shippingCountryCode
    total ${money} channel { id key name } customer { id name } holds { id reason }
  }`

export const ordersQuery = `
  query Orders($filter: OrderFilter, $sort: OrderSort!, $after: String) {
    eventLog { head }
    orders(filter: $filter, sort: $sort, first: 25, after: $after) {
      nodes { ...OrderRow } pageInfo { hasNextPage endCursor }
    }
  } ${orderRow}`

export const orderRowsQuery = `
  query OrderRows($ids: [ID!]!) { nodes(ids: $ids) { ...OrderRow } } ${orderRow}`

const orderLines = `
  lines {
    id reference kind fulfilledBy sku title quantity open allocated shipped delivered cancelled returned lost
    unitPrice ${money} total ${money} components { sku perUnit substitutedFor }
  }`

const orderShipments = `
  shipments {
    id number status carrier service shipBy shippedAt deliveredAt estimatedDelivery warehouse { id key name }
    lines { quantity orderLine { id sku title } }
    packages {
      id reference trackingNumber trackingUrl status carrier
      trackingEvents(last: 5) { nodes { status carrierStatus occurredAt location } }
    }
  }`

const orderTroubles = `
  holds(active: true) { id reason note rule placedAt expiresAt placedBy { id name } }
  validation { rule passed overridable message checkedAt }
  exceptions(first: 20) { nodes { id kind status summary queue dueAt breached openedAt resolvedAt owner { id name } } }
  pendingChange { receivedAt changes { field before after redacted } }
  cancellationRequests { id requestedAt accepted decidedAt }
  channelPushes { id fact state requestedAt confirmedAt attempts lastError }`

export const orderQuery = `
  query Order($number: String!) {
    eventLog { head }
    order(number: $number) {
      id number kind version status customerStatus paymentStatus allowedActions
      placedAt importedAt releasedAt closedAt notBefore shipBy deliverBy deliveryMethod shippingService
      channel { id key name } references { system kind value url } channelStatuses { field value }
      customer { id name email phone } shippingAddress { formatted } shippingCountryCode buyerNote giftMessage tags
      subtotal ${money} shippingTotal ${money} taxTotal ${money} discountTotal ${money} total ${money} taxesIncluded
      paidTotal ${money} refundedTotal ${money} balance ${money}
      payments { reference provider method status amount ${money} captured ${money} refunded ${money} }
      ${orderLines} ${orderShipments} ${orderTroubles}
    }
  }`

export const orderTrailQuery = `
  query OrderTrail($number: String!, $before: String) {
    order(number: $number) {
      id
      events(last: 50, before: $before) { nodes { ...EventFields } pageInfo { hasPreviousPage startCursor } }
    }
  } ${eventFields}`

export const exceptionsQuery = `
  query Exceptions($filter: ExceptionFilter, $sort: ExceptionSort!, $first: Int!, $after: String) {
    eventLog { head }
    exceptions(filter: $filter, sort: $sort, first: $first, after: $after) {
      nodes {
        id version kind status severity summary queue openedAt dueAt breached resolvedAt reasonCode resolution
        owner { id name } order { id number } shipment { id number } channel { id key }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`

const refusals = 'userErrors { code message field }'

export const validateOrder = `
  mutation ValidateOrder($id: ID!, $key: String!) {
    validateOrder(order: { id: $id }) @idempotent(key: $key) { order { id version } ${refusals} }
  }`

export const releaseOrder = `
  mutation ReleaseOrder($id: ID!, $policy: ReleasePolicy!, $overrideReasonCode: String, $ifVersion: Int, $key: String!) {
    releaseOrder(order: { id: $id }, policy: $policy, overrideReasonCode: $overrideReasonCode, ifVersion: $ifVersion)
      @idempotent(key: $key) { order { id version } ${refusals} }
  }`

export const holdOrder = `
  mutation HoldOrder($id: ID!, $reason: HoldReason!, $note: String, $key: String!) {
    holdOrder(order: { id: $id }, reason: $reason, note: $note) @idempotent(key: $key) { order { id version } ${refusals} }
  }`

export const releaseHold = `
  mutation ReleaseHold($holdId: ID!, $reasonCode: String!, $note: String, $key: String!) {
    releaseHold(holdId: $holdId, reasonCode: $reasonCode, note: $note) @idempotent(key: $key) {
      order { id version } ${refusals}
    }
  }`

export const cancelOrder = `
  mutation CancelOrder($id: ID!, $reason: CancelReason!, $refund: Boolean!, $note: String, $ifVersion: Int, $key: String!) {
    cancelOrder(order: { id: $id }, reason: $reason, refund: $refund, note: $note, ifVersion: $ifVersion)
      @idempotent(key: $key) { order { id version } ${refusals} }
  }`

export const assignExceptions = `
  mutation AssignExceptions($exceptions: [VersionedId!]!, $ownerId: ID, $key: String!) {
    assignExceptions(exceptions: $exceptions, ownerId: $ownerId) @idempotent(key: $key) {
      results { index ${refusals} } ${refusals}
    }
  }`

export const resolveExceptions = `
  mutation ResolveExceptions($exceptions: [VersionedId!]!, $reasonCode: String!, $resolution: String!, $key: String!) {
    resolveExceptions(exceptions: $exceptions, reasonCode: $reasonCode, resolution: $resolution) @idempotent(key: $key) {
      results { index ${refusals} } ${refusals}
    }
  }`
