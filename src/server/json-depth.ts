import { JSON_DEPTH } from './limits.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** What sets `{` apart from `[`, and `}` from `]`. */
const CURLY = 0x20
const OPENING = 0x7b
const CLOSING = 0x7d

/**
 * Whether a JSON text nests deeper than is read. It looks at each byte once and stops at the first that is too deep, because a parser
 * takes seconds for megabytes of brackets, and what walks the value afterwards runs out of stack.
 */
export function isTooDeep(json: Uint8Array): boolean {
  let depth = 0
  const { length } = json
  for (let at = 0; at < length; at += 1) {
    const byte = json[at] as number
    if (byte === QUOTE) {
      at += 1
      for (; at < length && json[at] !== QUOTE; at += 1) if (json[at] === BACKSLASH) at += 1
    } else if ((byte | CURLY) === OPENING) {
      depth += 1
      if (depth > JSON_DEPTH) return true
    } else if ((byte | CURLY) === CLOSING) depth -= 1
  }
  return false
}

export const tooDeep = `JSON deeper than ${JSON_DEPTH} levels of lists and objects is not read.`
