import { once } from 'node:events'
import { constants, createWriteStream, type WriteStream } from 'node:fs'
import { access, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { ownColumns, quoted } from './formula-cells.ts'
import { SourceError } from './source.ts'

/** The rows that did not go in, behind columns of our own: corrected, the file can be imported with the same map. It gets its name only when it is whole, and there is none where nothing was rejected. */
export class RejectsFile {
  readonly path: string
  rows = 0
  readonly #header: string[]
  #out: WriteStream | null = null
  #failure: Error | null = null

  constructor(path: string, header: string[]) {
    this.path = path
    this.#header = header
  }

  async write(line: number, reason: string, fields: readonly string[]): Promise<void> {
    if (this.#out === null) {
      this.#out = createWriteStream(this.#partial)
      this.#out.on('error', (error) => {
        this.#failure = error
      })
      this.#out.write(csvLine([...ownColumns, ...this.#header]))
    }
    this.rows++
    if (!this.#out.write(csvLine([String(line), reason, ...fields])) && this.#failure === null) {
      await once(this.#out, 'drain').catch(() => {})
    }
    this.#mustHaveWritten()
  }

  async finish(): Promise<void> {
    if (this.#out === null) {
      await rm(this.path, { force: true })
      return
    }
    await new Promise<void>((done) => this.#out?.end(done) ?? done())
    this.#mustHaveWritten()
    await rename(this.#partial, this.path)
  }

  async discard(): Promise<void> {
    this.#out?.destroy()
    await rm(this.#partial, { force: true })
  }

  get #partial(): string {
    return `${this.path}.partial`
  }

  #mustHaveWritten(): void {
    if (this.#failure === null) return
    throw new SourceError(`cannot write ${this.#partial}: ${this.#failure.message}; name another place with --rejects`)
  }
}

/** Beside the file; in the current folder where the file's own is read-only. */
export async function rejectsPath(file: string, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    if (await isWritable(dirname(resolve(wanted)))) return resolve(wanted)
    throw new SourceError(
      `cannot write ${wanted}: its folder is not there or not writable; name another with --rejects`,
    )
  }
  const beside = resolve(`${file}.rejects.csv`)
  if (await isWritable(dirname(beside))) return beside
  const here = resolve(basename(beside))
  if (await isWritable(dirname(here))) return here
  throw new SourceError(`neither ${dirname(beside)} nor ${dirname(here)} is writable; name a place with --rejects FILE`)
}

/** A folder without any write bit is meant to stay as it is, also where root could write to it. */
async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK)
    return ((await stat(folder)).mode & 0o222) !== 0
  } catch {
    return false
  }
}

const csvLine = (fields: readonly string[]): string => `${fields.map(csvCell).join(',')}\r\n`

function csvCell(field: string): string {
  const text = quoted(field)
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
