import type { Weekday } from '../vocabulary.ts'
import { instantOf, localTime, nextDate } from './zone.ts'

/** When somebody works: on these weekdays, save holidays, from `opens` until `closes` (HH:MM, at most 24:00) on the zone's clocks. */
export type BusinessCalendar = {
  timeZone: string
  opens: string
  closes: string
  weekdays: readonly Weekday[]
  holidays: readonly string[]
}

/** A calendar without an open day for longer than this is a mistake, not a long holiday. */
export const CLOSED_DAYS_LIMIT = 400

const namesOfDays: readonly Weekday[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

const isOpenDate = (date: string, calendar: BusinessCalendar): boolean => {
  const name = namesOfDays[new Date(`${date}T00:00:00Z`).getUTCDay()]
  return name !== undefined && calendar.weekdays.includes(name) && !calendar.holidays.includes(date)
}

/** Each stretch of working time that ends after `startMs`, cut to begin there, in order; [from, until) in milliseconds. */
function* openStretches(startMs: number, calendar: BusinessCalendar): Generator<[number, number]> {
  if (calendar.opens >= calendar.closes)
    throw new RangeError(`business hours from ${calendar.opens} to ${calendar.closes} are never open`)
  let date = localTime(startMs, calendar.timeZone).date
  for (let closedDays = 0; closedDays <= CLOSED_DAYS_LIMIT; date = nextDate(date)) {
    closedDays += 1
    if (!isOpenDate(date, calendar)) continue
    const from = Math.max(instantOf(date, calendar.opens, calendar.timeZone), startMs)
    const until = instantOf(date, calendar.closes, calendar.timeZone)
    if (until <= from) continue
    closedDays = 0
    yield [from, until]
  }
  throw new RangeError(`the business calendar has no working day in ${CLOSED_DAYS_LIMIT} days after ${date}`)
}

/**
 * The instant at which so many minutes of working time have passed since `startIso`. Minutes are real ones, so a day on
 * which the clocks change within working hours is shorter or longer. Work that fills a day ends at its closing, not at
 * the next opening; zero minutes are the first working moment from `startIso` on.
 */
export const addBusinessMinutes = (startIso: string, minutes: number, calendar: BusinessCalendar): string => {
  const startMs = Date.parse(startIso)
  if (Number.isNaN(startMs)) throw new RangeError(`${startIso} is not an instant`)
  if (!(minutes >= 0)) throw new RangeError(`${minutes} is not a number of minutes to add`)
  let leftMs = minutes * 60_000
  for (const [from, until] of openStretches(startMs, calendar)) {
    if (leftMs <= until - from) return new Date(from + leftMs).toISOString()
    leftMs -= until - from
  }
  throw new RangeError('unreachable: the stretches of a calendar do not end')
}
