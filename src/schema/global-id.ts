/** Ids of a dry run carry this mark, so that no client cache takes them for the real ones; they resolve to nothing. */
const DRY_RUN = 'dry-run'

export const encodeGlobalId = (typename: string, id: string, dryRun = false): string =>
  Buffer.from(dryRun ? `${DRY_RUN}:${typename}:${id}` : `${typename}:${id}`).toString('base64url')

/** What an id names; a text that is none of ours names nothing, and is no error. */
export function decodeGlobalId(globalId: string): { typename: string; id: string } {
  const [, typename, id] = /^(\w+):([0-9a-f-]{1,40})$/.exec(Buffer.from(globalId, 'base64url').toString('utf8')) ?? []
  return { typename: typename ?? 'Unknown', id: id ?? '' }
}

/** The row id of a global id that must name a `typename`; undefined when it does not. */
export function rowId(globalId: string, typename: string): string | undefined {
  const decoded = decodeGlobalId(globalId)
  const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(decoded.id)
  return decoded.typename === typename && uuid ? decoded.id : undefined
}
