interface OddRequest {
  name: string
  bytes: string | Buffer
  /** Too slow for the short form. */
  long?: boolean
}

const crlf = '\r\n'
const raw = (first: string, headers: readonly string[], body = '') =>
  [first, 'Host: x', 'Connection: close', ...headers, '', body].join(crlf)

/** Requests that are wrong as HTTP, or as a request of GraphQL. */
export function oddRequests(token: string): OddRequest[] {
  const authorization = `Authorization: Bearer ${token}`
  const graphql = (headers: readonly string[], body = '') =>
    raw('POST /graphql HTTP/1.1', [authorization, ...headers], body)
  const json = (body: string, more: readonly string[] = []) =>
    graphql(['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...more], body)
  const chunked = (body: string) => graphql(['Content-Type: application/json', 'Transfer-Encoding: chunked'], body)
  const get = (path: string) => raw(`GET ${path} HTTP/1.1`, [authorization])
  const flood = Array.from({ length: 3_000 }, (_, n) => `X-${n}: y`)
  return [
    ...['TRACE', 'PROPFIND', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'CONNECT', 'get', 'NONSENSE', 'M-SEARCH'].map(
      (method) => ({
        name: `the method ${method}`,
        bytes: raw(`${method} /graphql HTTP/1.1`, [authorization]),
      }),
    ),
    ...['HTTP/0.9', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'GOPHER'].map((version) => ({
      name: `the version ${version}`,
      bytes: raw(`GET /healthz ${version}`, []),
    })),
    ...[
      '//',
      '/%',
      '/%00',
      '/..%2f..%2f',
      'http://[',
      '*',
      '/graphql?query=%',
      '/graphql?query={',
      '/graphql?variables=[',
      '/graphql/',
      '/graphql?query=%7B__typename%7D&variables=%00',
      '/graphiql?x',
      '/metrics?x=//',
      `/${'a'.repeat(7_000)}`,
    ].map((path) => ({
      name: `the path ${path.slice(0, 40)}`,
      bytes: get(path),
    })),
    { name: 'no host', bytes: `GET /healthz HTTP/1.1${crlf}${crlf}` },
    { name: '3,000 headers', bytes: raw('GET /healthz HTTP/1.1', flood) },
    { name: 'a header of 100 KB', bytes: raw('GET /healthz HTTP/1.1', [`X: ${'y'.repeat(100_000)}`]) },
    { name: 'a token of 15 KB', bytes: raw('GET /graphql HTTP/1.1', [`Authorization: Bearer ${'t'.repeat(15_000)}`]) },
    { name: 'a header with a line break of its own', bytes: raw('GET /healthz HTTP/1.1', ['X: a\n b', 'Y\t: z']) },
    {
      name: '200 requests at once on one connection',
      bytes: `${`GET /healthz HTTP/1.1${crlf}Host: x${crlf}${crlf}`.repeat(200)}${raw('GET /healthz HTTP/1.1', [])}`,
    },
    {
      name: 'a length that is a lie',
      bytes: graphql(['Content-Type: application/json', 'Content-Length: 5'], '{"query":"{__typename}"}'),
    },
    { name: 'a length that is none', bytes: graphql(['Content-Type: application/json', 'Content-Length: -5'], '{}') },
    {
      name: 'two lengths',
      bytes: graphql(['Content-Type: application/json', 'Content-Length: 2', 'Content-Length: 3'], '{}'),
    },
    {
      name: 'a length and chunks',
      bytes: graphql(['Content-Length: 2', 'Transfer-Encoding: chunked'], `0${crlf}${crlf}`),
    },
    { name: 'a body of 5 MB', bytes: json(`{"query":"${' '.repeat(5_000_000)}"}`), long: true },
    {
      name: 'chunks of 5 MB',
      bytes: chunked(`4c4b40${crlf}${' '.repeat(5_000_000)}${crlf}0${crlf}${crlf}`),
      long: true,
    },
    { name: 'chunks that are garbage', bytes: chunked(`zz${crlf}{}${crlf}`) },
    { name: 'a chunk with a long extension', bytes: chunked(`2;${'x'.repeat(20_000)}${crlf}{}${crlf}0${crlf}${crlf}`) },
    { name: 'a trailer', bytes: chunked(`2${crlf}{}${crlf}0${crlf}X: y${crlf}${crlf}`) },
    ...[
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/graphql',
      'application/json; charset=utf-16',
      'application/json;;;',
      ';',
      'a'.repeat(5_000),
    ].map((type) => ({
      name: `the content type ${type.slice(0, 40)}`,
      bytes: graphql([`Content-Type: ${type}`, 'Content-Length: 24'], '{"query":"{__typename}"}'),
    })),
    ...['gzip', 'br', 'deflate', 'nonsense', 'gzip, gzip, gzip'].map((coding) => ({
      name: `the coding ${coding} over what is none`,
      bytes: json('{"query":"{__typename}"}', [`Content-Encoding: ${coding}`]),
    })),
    ...[
      '',
      '[]',
      'null',
      '1',
      '"x"',
      '{',
      '{"query":1}',
      '{"query":null}',
      '{"query":{}}',
      '{"query":"{__typename}","variables":1}',
      '{"query":"{__typename}","variables":[]}',
      '{"query":"{__typename}","operationName":1}',
      '{"query":"{__typename}","operationName":"No"}',
      '{"query":"{__typename}","extensions":1}',
      '[{"query":"{__typename}"}]',
      '\ufeff{"query":"{__typename}"}',
      '{"__proto__":{"x":1},"query":"{__typename}"}',
      '{"query":"{__typename}","constructor":{}}',
      '{"query":"\\ud800"}',
      '\u0000',
    ].map((body) => ({
      name: `the body ${JSON.stringify(body).slice(0, 60)}`,
      bytes: json(body),
    })),
    {
      name: 'bytes that are no UTF-8',
      bytes: Buffer.concat([
        Buffer.from(graphql(['Content-Type: application/json', 'Content-Length: 4'])),
        Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
      ]),
    },
    { name: 'no HTTP at all', bytes: Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03]) },
    ...['text/event-stream', '*/*;q=', 'application/json;q=0', ',,,', 'a'.repeat(5_000)].map((accept) => ({
      name: `a question that accepts ${accept.slice(0, 40)}`,
      bytes: json('{"query":"{__typename}"}', [`Accept: ${accept}`]),
    })),
  ]
}
