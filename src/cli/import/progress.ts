import { styleText } from 'node:util'

const BAR_WIDTH = 24
/** How often a bar is drawn, and how often a plain line is written where nobody watches. */
const DRAW_EVERY_MS = 200
const LINE_EVERY_MS = 5_000

export interface Progress {
  /** A new piece of work of so many units. */
  begin(name: string, total: number, unit: string): void
  reach(done: number): void
  say(message: string): void
  end(): void
}

interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

/** Rate and time left on standard error: a bar for a person, a line every few seconds for a log. */
export function createProgress(output: Output, now: () => number = Date.now): Progress {
  const interactive = output.isTTY === true
  let work = { name: '', total: 0, unit: '', startedMs: 0, shownMs: 0 }
  let done = 0

  const line = () => {
    const seconds = (now() - work.startedMs) / 1_000
    const rate = seconds > 0 ? done / seconds : 0
    const share = work.total === 0 ? 1 : Math.min(1, done / work.total)
    const left = rate > 0 ? duration((work.total - done) / rate) : 'unknown'
    const percent = `${Math.floor(share * 100)} %`.padStart(5)
    const counts = `${number(done)} of ${number(work.total)} ${work.unit}, ${number(rate)}/s, ${left} left`
    if (!interactive) return `${work.name}: ${percent.trim()}, ${counts}`
    const filled = Math.round(share * BAR_WIDTH)
    return `${work.name} ${styleText('green', '█'.repeat(filled))}${'░'.repeat(BAR_WIDTH - filled)} ${percent}  ${counts}`
  }
  const show = (always: boolean) => {
    if (work.name === '') return
    if (!always && now() - work.shownMs < (interactive ? DRAW_EVERY_MS : LINE_EVERY_MS)) return
    work.shownMs = now()
    output.write(interactive ? `\r\u001b[2K${line()}` : `${line()}\n`)
  }
  return {
    begin(name, total, unit) {
      this.end()
      work = { name, total, unit, startedMs: now(), shownMs: now() }
      done = 0
      if (interactive) show(true)
    },
    reach(count) {
      done = count
      show(false)
    },
    say(message) {
      output.write(interactive ? `\r\u001b[2K${message}\n` : `${message}\n`)
    },
    end() {
      if (interactive && work.name !== '') {
        show(true)
        output.write('\n')
      }
      work.name = ''
    },
  }
}

export const number = (value: number): string => Math.round(value).toLocaleString('en-GB')

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
