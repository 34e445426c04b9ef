/** The API's id of a row: opaque to clients, but events name rows, and our own jobs ask for what events name. */
export const nodeId = (typename: string, rowId: string): string =>
  Buffer.from(`${typename}:${rowId}`).toString('base64url')

/** The row that such an id names. */
export const rowIdOf = (id: string): string => {
  const text = Buffer.from(id, 'base64url').toString()
  return text.slice(text.indexOf(':') + 1)
}
