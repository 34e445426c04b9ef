import { createHash } from 'node:crypto'
import { ok, type Result, refuse } from '../result.ts'

// Longest texts that are stored, in UTF-16 units (as `length` counts them).
/** A number, key, code or reference: fits an index entry with room to spare. */
export const REFERENCE_LIMIT = 200
/** A name, a title, one line of an address. */
export const LINE_LIMIT = 500
/** A note, a gift message, a summary, the body of a message. */
export const NOTE_LIMIT = 10_000
/** Free JSON (properties, evidence, settings) in its canonical form. */
export const JSON_LIMIT = 100_000
/** Deeper JSON is refused, before a recursion can run out of stack. */
export const JSON_DEPTH_LIMIT = 32

// NUL cannot be stored by Postgres and half a surrogate pair is not text; either would abort its whole batch.
const unstorable = /\0|\p{Surrogate}/u

export const isStorable = (text: string): boolean => !unstorable.test(text)

/** A text as it is stored: trimmed, storable, within its limit. `what` names it in the refusal; the text itself is not repeated. */
export const cleanText = (text: string, limit: number, what: string): Result<string> => {
  if (!isStorable(text))
    return refuse(`${what} holds a NUL character or half a surrogate pair, which cannot be stored; remove it.`)
  const trimmed = text.trim()
  if (trimmed.length > limit)
    return refuse(`${what} has ${trimmed.length} characters; at most ${limit} are stored. Shorten it.`)
  return ok(trimmed)
}

const canonicalPart = (value: unknown, depth: number): string | undefined => {
  if (depth > JSON_DEPTH_LIMIT) throw new RangeError(`JSON is nested deeper than ${JSON_DEPTH_LIMIT} levels`)
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
      return JSON.stringify(value)
    case 'object':
      break
    case 'undefined':
      return undefined
    default:
      throw new TypeError(`a ${typeof value} has no JSON form`)
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalPart(item, depth + 1) ?? 'null').join(',')}]`
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalPart(value.toJSON(), depth + 1)
  const members: string[] = []
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = canonicalPart(member, depth + 1)
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${members.join(',')}}`
}

/** One text for one value, whatever the order of its keys (RFC 8785): what is hashed must not depend on how jsonb stored it. */
export const canonicalJson = (value: unknown): string => canonicalPart(value, 0) ?? 'null'

/** SHA-256 of a value's canonical JSON, in hexadecimal: equal for equal content. */
export const digest = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')

/** Levels of a value whose lists are digested item by item: the arguments of a call, and theirs. */
const CUT_LEVELS = 3

/** The same digest of a value that may be large. Stops after each item of a list near its top. */
export function* digestInSteps(value: unknown): Generator<void, string> {
  const hash = createHash('sha256')
  yield* canonicalPieces(value, 0, (text) => void hash.update(text, 'utf8'))
  return hash.digest('hex')
}

function* canonicalPieces(value: unknown, depth: number, put: (text: string) => void): Generator<void, void> {
  if (typeof value !== 'object' || value === null || 'toJSON' in value || depth >= CUT_LEVELS) {
    put(canonicalPart(value, depth) ?? 'null')
    return
  }
  const isList = Array.isArray(value)
  const members: [string, unknown][] = isList
    ? value.map((item) => ['', item])
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
  put(isList ? '[' : '{')
  for (const [index, [key, member]] of members.entries()) {
    put(`${index === 0 ? '' : ','}${isList ? '' : `${JSON.stringify(key)}:`}`)
    yield* canonicalPieces(member, depth + 1, put)
    yield
  }
  put(isList ? ']' : '}')
}

/** Free JSON as it is stored: within its limits and without a text that Postgres refuses. */
export const cleanJson = (value: unknown, what: string): Result<unknown> => {
  let text: string
  try {
    text = canonicalJson(value)
  } catch (error) {
    return refuse(`${what} cannot be stored: ${error instanceof Error ? error.message : 'it is not JSON'}.`)
  }
  if (text.length > JSON_LIMIT)
    return refuse(`${what} has ${text.length} characters of JSON; at most ${JSON_LIMIT} are stored. Shorten it.`)
  // JSON escapes exactly what cannot be stored, and doubles a backslash that the sender wrote.
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text))
    return refuse(`${what} holds a NUL character or half a surrogate pair, which cannot be stored; remove it.`)
  return ok(JSON.parse(text))
}
