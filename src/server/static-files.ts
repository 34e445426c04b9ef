import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

/** Nothing from elsewhere, and nothing of ours in another page. */
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Serves the files of a folder by their exact paths: what is not listed at the start is not there. */
export function serveFolder(folder: string): (path: string, response: ServerResponse) => boolean {
  const files = new Map<string, string>()
  for (const name of existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    const file = join(folder, name)
    if (types[extname(name)] !== undefined && statSync(file).isFile()) {
      files.set(`/${relative(folder, file).split(sep).join('/')}`, file)
    }
  }
  return (path, response) => {
    const file = files.get(path === '/' ? '/index.html' : path)
    if (file === undefined) return false
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    response.end(readFileSync(file))
    return true
  }
}
