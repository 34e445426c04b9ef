const DAY_MS = 86_400_000

const pairs = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))

let day = Number.NaN
let dayText = ''

/** The same text as `toISOString`, several times faster where neighbours lie on one day, as the rows of a page do. */
export function instantText(instant: Date): string {
  const time = instant.getTime()
  const itsDay = Math.floor(time / DAY_MS)
  if (itsDay !== day) {
    dayText = instant.toISOString().slice(0, -13) // up to the T; throws where it is no instant at all
    day = itsDay
  }
  const ms = time - itsDay * DAY_MS
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const rest = ms - seconds * 1000
  const thousandths = rest < 100 ? `0${pairs[rest]}` : String(rest)
  return `${dayText}${pairs[Math.floor(minutes / 60)]}:${pairs[minutes % 60]}:${pairs[seconds % 60]}.${thousandths}Z`
}
