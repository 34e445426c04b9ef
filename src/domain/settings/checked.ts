import { refuse } from '../problems.ts'
import { cleanText, LINE_LIMIT } from '../values/text.ts'

/** A text of the settings as it is stored: trimmed, not empty, within the limit. */
export function checkedText(text: string, what: string, field: string[], limit = LINE_LIMIT): string {
  const clean = cleanText(text, limit, what)
  if (!clean.ok) return refuse('INVALID_INPUT', clean.message, field)
  return clean.value === ''
    ? refuse('INVALID_INPUT', `${what} is empty; give it, or leave it out.`, field)
    : clean.value
}

/** Null takes the value away, undefined leaves it as it is. */
export const optionalText = (
  text: string | null | undefined,
  before: string | null,
  what: string,
  field: string[],
  limit?: number,
): string | null => (text === undefined ? before : text === null ? null : checkedText(text, what, field, limit))

export function checkedInteger(value: number, what: string, field: string[], limit: number, least = 0): number {
  if (Number.isInteger(value) && value >= least && value <= limit) return value
  return refuse('INVALID_INPUT', `${what} is a whole number from ${least} to ${limit}, not ${value}.`, field)
}
