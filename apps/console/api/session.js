const key = 'crossdock-token'

/** The token lives in this tab until it is closed or signed out; never in an address, never on disk beyond the session. */
export const session = {
  get token() {
    return sessionStorage.getItem(key)
  },
  keep(token) {
    sessionStorage.setItem(key, token)
  },
  forget() {
    sessionStorage.removeItem(key)
  },
}
