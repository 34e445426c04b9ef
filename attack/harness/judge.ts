import type { Wrong } from '../probe.ts'
import type { Answer } from './http.ts'

/** What no caller's request may be answered with. */
export function judge(wrong: Wrong, name: string, { status, text, ms }: Answer): void {
  if (status === 0) wrong.add(`${name}: no answer after ${Math.round(ms)} ms`)
  else if (text.includes('INTERNAL_SERVER_ERROR')) wrong.add(`${name}: ${text.slice(0, 250)}`)
  else if (status >= 500) wrong.add(`${name}: status ${status}: ${text.slice(0, 200)}`)
  else if (/\\n\s+at .+:\d+:\d+/.test(text)) wrong.add(`${name}: a stack trace is shown: ${text.slice(0, 250)}`)
}
