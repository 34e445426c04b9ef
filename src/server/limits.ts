// What one caller may ask for at once. docs/limits.md says the same to them; tests/api/limits.test.ts tries each.

/** Bytes of a request body, and of a WebSocket message: 500 orders of 30 lines are about 3 MB. */
export const BODY_BYTES = 4_000_000
/** Tokens (words and signs) of a document. Data belongs into variables. */
export const DOCUMENT_TOKENS = 5_000
/** How deep selections may nest; connections take two levels each. */
export const QUERY_DEPTH = 12
/** Fields that are given another name, so that one expensive field cannot be asked a hundred times. */
export const ALIASES = 30
/** Directives in a document, such as @include. */
export const DIRECTIVES = 50
/** Objects that an operation may ask for: each object counts once for every row of the pages and lists that it is in. */
export const COST = 10_000
/** What a list without paging counts for. */
export const PLAIN_LIST = 5
/** An operation, or one answer of a stream, is given up after this. */
export const REQUEST_MS = 30_000
/** Headers and body of a request have to arrive within this. */
export const RECEIVE_MS = 30_000
/** Operations, subscriptions included, that one WebSocket may have open. */
export const OPERATIONS_A_SOCKET = 50
/** A WebSocket has to say who it is within this. */
export const INIT_MS = 3_000
/** Ping of a WebSocket, so that nothing between takes it for dead. */
export const KEEP_ALIVE_MS = 12_000
/** A dry run is given up after this, because it holds its locks as long as it lasts. */
export const DRY_RUN_MS = 5_000
/** A dry run waits this long for a lock that a real write holds. */
export const DRY_RUN_LOCK_MS = 500
/** Dry runs at a time in one process. */
export const DRY_RUNS = 2
/** A token that was revoked or expired is noticed within this, on connections that are already open too. */
export const TOKEN_RECHECK_MS = 5_000
/** A server that is told to stop ends what is still open after this. */
export const DRAIN_MS = 8_000
/** Documents that are kept parsed, checked and planned; the ones that were not asked for the longest go first. */
export const DOCUMENTS = 500
/** Characters of a document that is kept; a longer one is read anew each time. */
export const REMEMBERED_DOCUMENT = 20_000

/** What a stream gives to many is answered once for those who ask the same of it within this time. */
export const SHARED_MS = 1_000
