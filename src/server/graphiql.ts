import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

interface Page {
  body: Buffer
  policy: string
}

let page: Promise<Page> | undefined

/** GraphiQL with everything in it, nothing from a CDN. It loads without a token; every query it sends needs one. */
async function renderPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql') // 9 MB that most processes never need
  const html = renderGraphiQL({
    title: 'Crossdock API',
    endpoint: '/graphql',
    subscriptionsProtocol: 'SSE',
    headers: '{\n  "Authorization": "Bearer <token>"\n}',
    defaultQuery:
      '# Put a token into the headers below, then run this.\n{\n  viewer { actor { name } role scopes }\n  orders(first: 5) { nodes { number status total { amount currencyCode } } }\n}\n',
  })
  return { body: await promisify(gzip)(html), policy: policyOf(html) }
}

/** Only the scripts of the page itself run, by their hashes, and it speaks to this server alone. */
function policyOf(html: string): string {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    "style-src 'unsafe-inline'", // its editor writes style elements as it goes
    'worker-src blob:', // the editor's own, made by the scripts above
    "connect-src 'self'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export async function serveGraphiql(response: ServerResponse): Promise<void> {
  page ??= renderPage()
  const { body, policy } = await page
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'gzip',
    'content-length': String(body.length),
    'cache-control': 'public, max-age=3600',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  response.end(body)
}
