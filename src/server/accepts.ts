/** Whether an Accept header lets an answer be of this type, in whatever case and order; nothing said means anything. */
export function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined || header.trim() === '') return true
  const [family] = mediaType.split('/')
  const fitting = new Set([mediaType, `${family}/*`, '*/*'])
  return header.split(',').some((entry) => {
    const [type = '', ...parameters] = entry.toLowerCase().split(';')
    return fitting.has(type.trim()) && !parameters.some((each) => /^\s*q\s*=\s*0(\.0*)?\s*$/.test(each))
  })
}
