// What others may use of this engine; README.md says what it is for and what it relies on.
export { ask, isRefusal } from './ask.ts'
export { Jsonb, jsonbOf } from './jsonb.ts'
export { localSettings } from './local-settings.ts'
export { PACKETS_AT_ONCE, Pipeline, STATEMENTS_PER_PACKET } from './pipeline.ts'
export type { Budget, Statement } from './statement.ts'
