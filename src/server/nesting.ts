const QUOTE = '"'
const open = new Set(['{', '[', '('])
const close = new Set(['}', ']', ')'])

/**
 * Whether braces, brackets and parentheses of a document nest deeper than this, inside the arguments of a field or outside. It is read
 * once from left to right, without recursion, so that it may run before the parser.
 */
export function isNestedDeeper(document: string, limit: number): boolean {
  let depth = 0
  /** Depth at which the arguments that are being read began; values are counted from there. */
  let base = 0
  for (let at = 0; at < document.length; at++) {
    const sign = document[at]!
    if (sign === '#') at = endOfLine(document, at)
    else if (sign === QUOTE) at = endOfText(document, at)
    else if (open.has(sign)) {
      depth++
      if (sign === '(') base = depth
      if (depth - base > limit) return true
    } else if (close.has(sign)) {
      depth = Math.max(0, depth - 1)
      if (sign === ')') base = 0
    }
  }
  return false
}

function endOfLine(document: string, from: number): number {
  for (let at = from; at < document.length; at++) if (document[at] === '\n' || document[at] === '\r') return at
  return document.length
}

/** Where a text or a block text ends that begins here. */
function endOfText(document: string, from: number): number {
  const isBlock = document.startsWith('"""', from)
  const end = isBlock ? '"""' : QUOTE
  for (let at = from + end.length; at < document.length; at++) {
    if (document[at] === '\\') at++
    else if (document.startsWith(end, at)) return at + end.length - 1
    else if (!isBlock && (document[at] === '\n' || document[at] === '\r')) return at
  }
  return document.length
}
