import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../apps/console', import.meta.url))

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const guards = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // Asked again each time and answered with 304 mostly, so that an upgrade shows at once.
  'cache-control': 'no-cache',
}

export interface ConsoleAnswer {
  status: 200 | 304
  headers: Record<string, string>
  body: Buffer | null
}

/** Answers GET of a path of the console; undefined where it has no such file. The page itself needs no token, its questions do. */
export type Console = (pathname: string, ifNoneMatch?: string) => ConsoleAnswer | undefined

/** Reads the console into memory: `/` is its page, `/console/…` are its files. A path is only looked up, never opened. */
export function readConsole(): Console {
  const files = new Map<string, { headers: Record<string, string>; body: Buffer }>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1).replaceAll(sep, '/')
    const body = readFileSync(path)
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const headers = { ...guards, 'content-type': contentType, 'content-length': String(body.length), etag }
    files.set(name === 'index.html' ? '/' : `/console/${name}`, { headers, body })
  }
  return (pathname, ifNoneMatch) => {
    const file = files.get(pathname)
    if (file === undefined) return undefined
    if (ifNoneMatch !== file.headers.etag) return { status: 200, ...file }
    const { 'content-length': _, ...headers } = file.headers
    return { status: 304, headers, body: null }
  }
}
