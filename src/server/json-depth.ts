import { JSON_DEPTH } from './limits.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b // [ {
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d // ] }

/**
 * Whether a JSON text nests deeper than is read. It looks at each byte once and stops at the first that is too deep, because a parser
 * takes seconds for megabytes of brackets, and what walks the value afterwards runs out of stack.
 */
export function isTooDeep(json: Uint8Array): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] as number
    if (inString) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (isOpening(byte)) {
      depth += 1
      if (depth > JSON_DEPTH) return true
    } else if (isClosing(byte)) depth -= 1
  }
  return false
}

export const tooDeep = `JSON deeper than ${JSON_DEPTH} levels of lists and objects is not read.`
