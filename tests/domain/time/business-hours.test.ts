import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultCalendar, dueAt, exceptionPolicies, exceptionQueues } from '#domain/exception/due-at'
import { addBusinessMinutes, type BusinessCalendar } from '#domain/time/business-hours'
import { exceptionKinds } from '#domain/vocabulary'

const christmas: BusinessCalendar = { ...defaultCalendar, holidays: ['2026-12-25', '2026-12-28'] }

describe('working time runs only while somebody works', () => {
  test.each([
    ['within a day', '2026-01-15T10:00:00.000Z', 60, '2026-01-15T11:00:00.000Z'],
    ['before opening', '2026-01-15T03:00:00.000Z', 60, '2026-01-15T10:00:00.000Z'],
    ['over night', '2026-01-15T17:00:00.000Z', 60, '2026-01-16T09:30:00.000Z'],
    ['over a weekend', '2026-01-16T17:00:00.000Z', 60, '2026-01-19T09:30:00.000Z'],
    ['opened on a Sunday', '2026-01-18T12:00:00.000Z', 60, '2026-01-19T10:00:00.000Z'],
    ['ending at closing', '2026-01-15T16:30:00.000Z', 60, '2026-01-15T17:30:00.000Z'],
    ['over several days', '2026-01-15T09:00:00.000Z', 3 * 510, '2026-01-19T17:30:00.000Z'],
    ['in summer time', '2026-07-15T07:00:00.000Z', 60, '2026-07-15T09:00:00.000Z'],
    ['over the change to summer time', '2026-03-27T17:00:00.000Z', 60, '2026-03-30T08:30:00.000Z'],
    ['over the change to winter time', '2026-10-23T16:00:00.000Z', 60, '2026-10-26T09:30:00.000Z'],
    ['nothing, while open', '2026-01-15T10:00:00.123Z', 0, '2026-01-15T10:00:00.123Z'],
    ['nothing, while closed', '2026-01-15T20:00:00.000Z', 0, '2026-01-16T09:00:00.000Z'],
  ])('%s', (_, start, minutes, end) => {
    expect(addBusinessMinutes(start, minutes, defaultCalendar)).toBe(end)
  })
  test('over holidays', () => {
    expect(addBusinessMinutes('2026-12-24T17:00:00.000Z', 60, christmas)).toBe('2026-12-29T09:30:00.000Z')
  })
  test('on the short night of a shop that never closes', () => {
    const always: BusinessCalendar = {
      timeZone: 'Europe/London',
      opens: '00:00',
      closes: '24:00',
      holidays: [],
      weekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'],
    }
    expect(addBusinessMinutes('2026-03-29T00:30:00.000Z', 24 * 60, always)).toBe('2026-03-30T00:30:00.000Z')
  })
})

test('a calendar that never opens is refused, and so is time that runs backwards', () => {
  const never = { ...defaultCalendar, weekdays: [] }
  expect(() => addBusinessMinutes('2026-01-15T10:00:00Z', 1, never)).toThrow('no working day in 400 days')
  const inverted = { ...defaultCalendar, opens: '18:00' }
  expect(() => addBusinessMinutes('2026-01-15T10:00:00Z', 1, inverted)).toThrow('never open')
  expect(() => addBusinessMinutes('2026-01-15T10:00:00Z', -1, defaultCalendar)).toThrow('minutes')
  expect(() => addBusinessMinutes('soon', 1, defaultCalendar)).toThrow('instant')
})

const calendars = fc.record<BusinessCalendar>({
  timeZone: fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
  opens: fc.constantFrom('00:00', '01:30', '09:00'),
  closes: fc.constantFrom('02:30', '17:30', '24:00').map((time) => time),
  weekdays: fc.subarray(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const, { minLength: 1 }),
  holidays: fc.subarray(['2026-03-29', '2026-10-25', '2026-11-01', '2026-03-09', '2026-04-06']),
})
const open = (calendar: BusinessCalendar) => calendar.opens < calendar.closes
// Around the days on which clocks change.
const starts = fc
  .constantFrom(
    Date.UTC(2026, 2, 7),
    Date.UTC(2026, 2, 27),
    Date.UTC(2026, 3, 3),
    Date.UTC(2026, 9, 2),
    Date.UTC(2026, 9, 24),
    Date.UTC(2026, 9, 31),
  )
  .chain((day) => fc.nat(2 * 24 * 60).map((minute) => day + minute * 60_000))

/** The slow truth: ask the zone's clocks, minute by minute. */
const minutesWorked = (from: number, until: number, calendar: BusinessCalendar): number => {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: calendar.timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  let worked = 0
  for (let minute = from; minute < until; minute += 60_000) {
    const shown = Object.fromEntries(clock.formatToParts(minute).map(({ type, value }) => [type, value]))
    const time = `${shown.hour}:${shown.minute}`
    const isOpen = calendar.weekdays.some((day) => day === shown.weekday?.toUpperCase().replace('.', ''))
    if (isOpen && !calendar.holidays.includes(`${shown.year}-${shown.month}-${shown.day}`))
      if (time >= calendar.opens && time < calendar.closes) worked += 1
  }
  return worked
}

test('between start and end lie exactly the minutes asked for, whatever the clocks do', () => {
  const daytime = calendars.filter(open).filter(({ opens, closes }) => opens !== '01:30' && closes !== '02:30')
  fc.assert(
    fc.property(daytime, starts, fc.integer({ min: 1, max: 1500 }), (calendar, start, minutes) => {
      const end = Date.parse(addBusinessMinutes(new Date(start).toISOString(), minutes, calendar))
      expect(minutesWorked(start, end, calendar)).toBe(minutes)
      expect(minutesWorked(end - 60_000, end, calendar)).toBe(1)
    }),
    { numRuns: 60 },
  )
})

test('working first for a while and then for another is working for both, and more work never ends earlier', () => {
  const some = fc.integer({ min: 1, max: 5000 })
  fc.assert(
    fc.property(calendars.filter(open), starts, some, some, (calendar, start, a, b) => {
      const from = new Date(start).toISOString()
      const first = addBusinessMinutes(from, a, calendar)
      const both = addBusinessMinutes(from, a + b, calendar)
      expect(addBusinessMinutes(first, b, calendar)).toBe(both)
      expect(first < both).toBe(true)
    }),
    { numRuns: 300 },
  )
})

describe('an exception is due by its kind', () => {
  test('every kind has a queue, a severity and a time', () => {
    for (const kind of exceptionKinds) {
      const { queue, severity, workingMinutes } = exceptionPolicies[kind]
      expect(exceptionQueues).toContain(queue)
      expect([1, 2, 3, 4]).toContain(severity)
      expect(workingMinutes).toBeGreaterThan(0)
    }
  })
  test('every queue has work', () => {
    const used = new Set(Object.values(exceptionPolicies).map(({ queue }) => queue))
    expect([...used].sort()).toStrictEqual([...exceptionQueues].sort())
  })
  test('the deadline runs in London business hours unless another calendar is given', () => {
    expect(dueAt('CANCELLATION_REQUESTED', '2026-01-16T17:00:00.000Z')).toBe('2026-01-19T09:30:00.000Z')
    expect(dueAt('TOTAL_MISMATCH', '2026-01-15T09:00:00.000Z')).toBe('2026-01-15T17:30:00.000Z')
    expect(dueAt('CHANNEL_UNAVAILABLE', '2026-12-24T17:00:00.000Z', christmas)).toBe('2026-12-29T09:30:00.000Z')
  })
})
