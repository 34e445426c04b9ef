import type { StatusIntent } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer, UserError } from './answers.ts'

/** A channel that a spreadsheet is about to fill, with the words that it knows already. */
export const channelToFill = typedDocument<
  { channel: { key: string; statusMap: { field: string; value: string; intent: StatusIntent }[] | null } | null },
  { key: string }
>('ChannelToFill', 'query ChannelToFill($key: String!) { channel(key: $key) { key statusMap { field value intent } } }')

export const saveSpreadsheetChannel = typedDocument<{ saveChannel: Answer }, { key: string; name: string }>(
  'SaveSpreadsheetChannel',
  `mutation SaveSpreadsheetChannel($key: String!, $name: String!) {
    saveChannel(channelKey: $key, name: $name, kind: "spreadsheet", enabled: true) { userErrors { code message field } }
  }`,
)

/** Cases that a repeat of the file finds again; which of them are new is answered one by one. */
export const raiseRowExceptions = typedDocument<
  { raiseExceptions: Answer<{ results: { index: number; outcome: string | null; userErrors: UserError[] }[] }> },
  { exceptions: object[] }
>(
  'RaiseRowExceptions',
  `mutation RaiseRowExceptions($exceptions: [ExceptionInput!]!) {
    raiseExceptions(exceptions: $exceptions) {
      results { index outcome userErrors { code message field } } userErrors { code message field }
    }
  }`,
)
