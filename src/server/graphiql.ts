import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

let page: Promise<Buffer> | undefined

/** GraphiQL with everything in it, nothing from a CDN. It loads without a token; every query it sends needs one. */
async function renderPage(): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql') // 9 MB that most processes never need
  const html = renderGraphiQL({
    title: 'Crossdock API',
    endpoint: '/graphql',
    subscriptionsProtocol: 'SSE',
    headers: '{\n  "Authorization": "Bearer <token>"\n}',
    defaultQuery:
      '# Put a token into the headers below, then run this.\n{\n  viewer { actor { name } role scopes }\n  orders(first: 5) { nodes { number status total { amount currencyCode } } }\n}\n',
  })
  return promisify(gzip)(html)
}

export async function serveGraphiql(response: ServerResponse): Promise<void> {
  page ??= renderPage()
  const body = await page
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'gzip',
    'content-length': String(body.length),
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  response.end(body)
}
