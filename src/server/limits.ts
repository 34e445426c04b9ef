// What one caller may request at once. docs/limits.md says the same to them; tests/api/limits.test.ts tries each.

/** Bytes of a request body, and of a WebSocket message: 500 orders of 30 lines are about 3 MB. */
export const BODY_BYTES = 4_000_000
/** Tokens (words and signs) of a document. Data belongs into variables. */
export const DOCUMENT_TOKENS = 5_000
/** Characters of a document. */
export const DOCUMENT_LENGTH = 100_000
/** How deep the braces, brackets and parentheses of a document may nest, and those of a value in it. */
export const NESTING = 32
/** Pairs of fields of one name at one field position of a document, which GraphQL compares with each other. */
export const MERGES = 10_000
/** How deep selections may nest; connections take two levels each. */
export const QUERY_DEPTH = 12
/** Fields that are given another name, so that one expensive field cannot be asked a hundred times. */
export const ALIASES = 30
/** Directives in a document, such as @include. */
export const DIRECTIVES = 50
/** Objects that an operation may answer with, estimated before: each counts once for every row of the pages and lists that it is in. */
export const COST = 50_000
/** From this estimate on, an answer says in its extensions what came back. */
export const COST_TOLD = 1_000
/** Characters of document and variables of a subscription, which are kept as long as it is open. */
export const STREAM_BYTES = 64_000
/** An answer from about so many bytes on is written in another turn of the loop than it was made in. */
export const LARGE_ANSWER = 500_000
/** What a list without paging counts for. */
export const PLAIN_LIST = 5
/** An operation, or one answer of a stream, is given up after this. */
export const REQUEST_MS = 30_000
/** Headers and body of a request have to arrive within this. */
export const RECEIVE_MS = 30_000
/** Operations, subscriptions included, that one WebSocket may have open. */
export const OPERATIONS_A_SOCKET = 50
/** Subscriptions that the tokens of one holder may have open in one process: enough for a service that serves all its users by one token. */
export const STREAMS_A_HOLDER = 6_000
/** A WebSocket has to say who it is within this. */
export const INIT_MS = 3_000
/** Bytes that a WebSocket may send before it has said who it is, frames and pings included. */
export const UNAUTHENTICATED_BYTES = 8_000
/** WebSockets of a process that have not said yet who they are; the settings bound those of one address. */
export const UNAUTHENTICATED_SOCKETS = 2_000
/** Ping of a WebSocket; one that does not answer until the next is cut off. */
export const KEEP_ALIVE_MS = 12_000
/** A WebSocket whose client does not answer the closing handshake is cut off after this. */
export const GOODBYE_MS = 1_000
/** Unread bytes of a WebSocket from which on nothing more is read of it. */
export const UNREAD_PAUSE_BYTES = 1_000_000
/** Unread bytes of a WebSocket at which it is cut off. */
export const UNREAD_BYTES = 32_000_000
/** An HTTP connection on which nothing moves is cut off after this; it is more than an operation may take. */
export const UNREAD_MS = 40_000
/** Levels of lists and objects in a JSON text that is read. */
export const JSON_DEPTH = 32
/** A dry run is given up after this, because it holds its locks as long as it lasts. */
export const DRY_RUN_MS = 5_000
/** A dry run waits this long for a lock that a real write holds. */
export const DRY_RUN_LOCK_MS = 500
/** How often it is seen whether a real write waits for a dry run. One that waits at two looks ends it, so that none waits for 200 ms. */
export const DRY_RUN_WATCH_MS = 50
/** Dry runs at a time in one process. */
export const DRY_RUNS = 2
/** How often tokens are looked at again, those of open connections too: what ended is noticed within 5 s, the look-up included. */
export const TOKEN_RECHECK_MS = 3_000
/** The database has to say within this whom a token speaks for. */
export const TOKEN_LOOKUP_MS = 10_000
/** A server that is asked to stop says goodbye to its streams over this time, so that not all come again at once. */
export const GOODBYES_MS = 4_000
/** A server that is asked to stop ends what is still open after this. */
export const DRAIN_MS = 8_000
/** Documents that are kept parsed, checked and planned; the ones that were not requested for the longest go first. */
export const DOCUMENTS = 500
/** Characters of a document that is kept; a longer one is read anew each time. */
export const REMEMBERED_DOCUMENT = 20_000
/** Bytes of all documents that are kept, about. */
export const DOCUMENT_CACHE_BYTES = 40_000_000

/** What a stream gives to many is answered once for those who ask the same of it within this time. */
export const SHARED_MS = 1_000
/** Bytes of all answers that are shared at a time, about. */
export const SHARED_BYTES = 4_000_000
