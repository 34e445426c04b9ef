/** An answer that is none: not reached, not allowed, or an error of the API with its code. */
export class ApiError extends Error {
  constructor(code, message) {
    super(message)
    this.name = 'ApiError'
    this.code = code
  }
}

const maxWaitMs = 35_000

/** Relative to the page, so that a proxy may serve Crossdock under any path. */
export const graphqlUrl = () => new URL('graphql', document.baseURI)

/** Asks with a token: `ask(document, variables)` gives the data, or throws an ApiError. */
export function createAsk(token, onRefused = () => {}) {
  return async (document, variables = {}) => {
    const answer = await send(token, document, variables)
    if (answer.status === 401) {
      onRefused()
      throw new ApiError('UNAUTHENTICATED', 'The token is not known here, was revoked, or has expired.')
    }
    const body = await answer.json().catch(() => null)
    const [error] = body?.errors ?? []
    if (error !== undefined) throw new ApiError(error.extensions?.code ?? 'ERROR', error.message)
    if (!answer.ok || body?.data === undefined) {
      throw new ApiError('UNREADABLE', `The server answered with ${answer.status}. Try again in a moment.`)
    }
    return body.data
  }
}

async function send(token, query, variables) {
  try {
    return await fetch(graphqlUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(maxWaitMs),
      credentials: 'omit',
    })
  } catch {
    throw new ApiError('UNREACHABLE', 'The server does not answer. Try again in a moment.')
  }
}

/** A key for @idempotent: the same for one intent, so that sending it again never does it twice. */
export const intentKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
