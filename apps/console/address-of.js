/** The address of a list with these choices; what is empty is left out. */
export function addressOf(path, choices) {
  const given = Object.entries(choices).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const query = new URLSearchParams(given).toString()
  return `#${path}${query === '' ? '' : `?${query}`}`
}
