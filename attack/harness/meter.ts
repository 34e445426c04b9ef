import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endChild, startChild } from './children.ts'
import type { Target } from './target.ts'

interface Reading {
  longestMs: number
  peakBytes: number
  nowBytes: number
}

export interface Cost {
  /** How far resident memory rose above where it began. */
  grownMb: number
  /** How much of that was still there at the end. */
  keptMb: number
  /** The longest that the server's event loop was held. */
  stallMs: number
}

const megabytes = (bytes: number) => Math.max(0, Math.round(bytes / 1_048_576))
const loader = fileURLToPath(new URL('../../tests/support/typescript.mjs', import.meta.url))

/** One of our TypeScript files as a process that receives messages. */
export const startScript = (file: URL, args: string[]): ChildProcess =>
  startChild(process.execPath, ['--import', loader, fileURLToPath(file), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

/** Measures the server from outside, by a process of its own. */
export class Meter {
  readonly #child: ChildProcess
  #begin = 0

  constructor(target: Target) {
    this.#child = startScript(new URL('beat.ts', import.meta.url), [String(target.port), String(target.pid)])
  }

  async begin(): Promise<void> {
    this.#begin = (await this.#ask('reset')).nowBytes
  }

  async end(): Promise<Cost> {
    const { longestMs, peakBytes, nowBytes } = await this.#ask('tell')
    return {
      grownMb: megabytes(peakBytes - this.#begin),
      keptMb: megabytes(nowBytes - this.#begin),
      stallMs: Math.round(longestMs),
    }
  }

  stop(): Promise<void> {
    return endChild(this.#child)
  }

  #ask(wanted: 'reset' | 'tell'): Promise<Reading> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (reading) => resolve(reading as Reading))
      this.#child.once('exit', () => reject(new Error('the process that measures has ended')))
      this.#child.send(wanted)
    })
  }
}
