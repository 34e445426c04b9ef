import { element } from './element.js'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })

export const sayClock = (instant) => clock.format(new Date(instant))

/** An instant in the reader's own time zone; its title says it in full. */
export function timeOf(instant, format = 'day') {
  if (instant === null || instant === undefined) return '–'
  const date = new Date(instant)
  const text = (format === 'clock' ? clock : day).format(date)
  return element('time', { datetime: instant, title: full.format(date) }, text)
}

/** "2 h 05 min": the two largest units of a span. */
export function saySpan(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ]
  if (days > 0) return `${days} d ${hours} h`
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`
  if (minutes > 0) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  return `${seconds} s`
}

/** A deadline that counts down, and says by how much it was missed. `settle` keeps it to what it was when it ended. */
export function deadline(dueAt, breached) {
  if (dueAt === null) return element('span', { class: 'quiet' }, 'no deadline')
  const shown = element('time', { datetime: dueAt, title: full.format(new Date(dueAt)), class: 'deadline' })
  const tick = () => {
    const left = new Date(dueAt).getTime() - Date.now()
    const isLate = breached || left < 0
    shown.classList.toggle('late', isLate)
    shown.textContent = left >= 0 ? `due in ${saySpan(left)}` : `overdue by ${saySpan(left)}`
  }
  tick()
  ticking.set(shown, tick)
  return shown
}

// One timer for all of them; what left the page is forgotten.
const ticking = new Map()
setInterval(() => {
  for (const [shown, tick] of ticking) {
    if (shown.isConnected) tick()
    else ticking.delete(shown)
  }
}, 1_000)
