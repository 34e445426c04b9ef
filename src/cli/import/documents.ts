import type { SpreadsheetException } from '#connectors/channels/spreadsheet/exception-input'
import type { StatusIntent } from '#domain/vocabulary'
import { typedDocument } from '#door/client'

export interface UserError {
  code: string
  message: string
  field: string[] | null
}

export interface ImportOrdersAnswer {
  importOrders: {
    results: { index: number; outcome: string; userErrors: UserError[] }[]
    userErrors: UserError[]
  } | null
}

/** `orders` goes over as JSON that is ready: see Client.executeJson. */
export const importOrders = typedDocument<ImportOrdersAnswer, { orders: unknown[] }>(
  'ImportOrders',
  `mutation ImportOrders($orders: [OrderInput!]!) {
    importOrders(orders: $orders, onError: SKIP_INVALID) {
      results { index outcome userErrors { code message field } }
      userErrors { code message field }
    }
  }`,
)

export interface RaiseExceptionsAnswer {
  raiseExceptions: {
    results: { index: number; outcome: string | null; userErrors: UserError[] }[]
    userErrors: UserError[]
  } | null
}

export const raiseExceptions = typedDocument<RaiseExceptionsAnswer, { exceptions: SpreadsheetException[] }>(
  'RaiseExceptions',
  `mutation RaiseExceptions($exceptions: [ExceptionInput!]!) {
    raiseExceptions(exceptions: $exceptions) {
      results { index outcome userErrors { code message field } }
      userErrors { code message field }
    }
  }`,
)

export interface ChannelAnswer {
  channel: { key: string; statusMap: { field: string; value: string; intent: StatusIntent }[] | null } | null
}

export const findChannel = typedDocument<ChannelAnswer, { key: string }>(
  'FindChannel',
  'query FindChannel($key: String!) { channel(key: $key) { key statusMap { field value intent } } }',
)

export const saveChannel = typedDocument<
  { saveChannel: { userErrors: UserError[] } | null },
  { key: string; name: string }
>(
  'SaveChannel',
  `mutation SaveChannel($key: String!, $name: String!) {
    saveChannel(channelKey: $key, name: $name, kind: "spreadsheet", enabled: true) { userErrors { code message field } }
  }`,
)

export const mapChannelStatus = typedDocument<
  { mapChannelStatus: { userErrors: UserError[] } | null },
  { key: string; field: string; value: string; intent: StatusIntent }
>(
  'MapChannelStatus',
  `mutation MapChannelStatus($key: String!, $field: String!, $value: String!, $intent: StatusIntent!) {
    mapChannelStatus(channelKey: $key, field: $field, value: $value, intent: $intent) {
      userErrors { code message field }
    }
  }`,
)
