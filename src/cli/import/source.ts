import { createReadStream, type ReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CsvError, type Info, type Parser, parse } from 'csv-parse'
import type { MapFile } from '#connectors/channels/spreadsheet/map-file'
import { isRejectsHeader, unquoted } from './formula-cells.ts'

/** No row is longer; a quote that is never closed swallows the rest of the file and stops here. */
export const MAX_ROW_BYTES = 1_000_000
const SNIFF_BYTES = 65_536
const CHUNK_BYTES = 65_536

export class SourceError extends Error {}

/** A file that was looked at: how to read it, and how to notice that it changed meanwhile. */
export interface Source {
  path: string
  name: string
  bytes: number
  changedMs: number
  gzip: boolean
  encoding: string
  delimiter: string
}

export interface NumberedRecord {
  record: string[]
  info: Pick<Info, 'lines'>
}

export async function openSource(path: string, format: MapFile['file']): Promise<Source> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new SourceError(`cannot read ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`)
  })
  if (!facts.isFile()) throw new SourceError(`${path} is not a file`)
  const head = await firstBytes(path)
  const gzip = head[0] === 0x1f && head[1] === 0x8b
  const start = gzip ? await firstUnzipped(path) : head
  const encoding = encodingOf(start, format.encoding)
  const text = new TextDecoder(encoding).decode(start)
  return {
    path,
    name: basename(path),
    bytes: facts.size,
    changedMs: facts.mtimeMs,
    gzip,
    encoding,
    delimiter: format.delimiter === 'auto' ? delimiterOf(text) : format.delimiter,
  }
}

/** Refuses to go on with a file that another program has written to since it was opened. */
export async function mustBeUnchanged(source: Source): Promise<void> {
  const { size, mtimeMs } = await stat(source.path)
  if (size === source.bytes && mtimeMs === source.changedMs) return
  throw new SourceError(`${source.path} changed while it was read; let its writer finish, then repeat the command`)
}

/** The records of the file, its header first. `info.lines` numbers them where `numbered` is set. */
export function readRecords(source: Source, numbered: true): { records: AsyncIterable<NumberedRecord>; raw: ReadStream }
export function readRecords(source: Source, numbered: false): { records: AsyncIterable<string[]>; raw: ReadStream }
export function readRecords(source: Source, numbered: boolean): { records: Parser; raw: ReadStream } {
  const raw = createReadStream(source.path, { highWaterMark: CHUNK_BYTES })
  const records = parse({
    bom: true,
    delimiter: source.delimiter,
    info: numbered,
    max_record_size: MAX_ROW_BYTES,
    on_record: plainCells() as never, // the library knows only rows without their line numbers
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })
  // The parser is destroyed with the error of whichever part failed, and throws it to who iterates it.
  const done = () => {}
  const text = decoder(source)
  if (source.gzip) pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), text, records, done)
  else pipeline(raw, text, records, done)
  return { records, raw }
}

/** Takes the quotes off the cells of a file of rejects; the cells of any other are as they are. */
function plainCells(): (row: string[] | NumberedRecord) => unknown {
  let isRejects: boolean | undefined
  return (row) => {
    const cells = Array.isArray(row) ? row : row.record
    isRejects ??= isRejectsHeader(cells)
    if (!isRejects) return row
    const plain = cells.map(unquoted)
    return Array.isArray(row) ? plain : { ...row, record: plain }
  }
}

/** What went wrong with the file, as one sentence; null where the error is not about the file. */
export function sourceFault(error: unknown): string | null {
  if (error instanceof SourceError) return error.message
  if (error instanceof CsvError) {
    const line = 'lines' in error ? ` (line ${error.lines})` : ''
    return `the file is not CSV as the map describes it${line}: ${error.message}`
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return 'the .gz file ends too early; copy it again'
  if (code.startsWith('Z_')) return `the .gz file is damaged (${code}); copy it again`
  return null
}

function decoder(source: Source): Transform {
  const text = new TextDecoder(source.encoding, { fatal: true })
  const isUtf8 = text.encoding === 'utf-8'
  let read = 0
  const fault = () =>
    new SourceError(
      `the file is not ${source.encoding} near byte ${read}; name its encoding in the map: {"file": {"encoding": "windows-1252"}}`,
    )
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        const decoded = text.decode(chunk, { stream: true })
        read += chunk.length
        done(null, isUtf8 ? chunk : decoded)
      } catch {
        done(fault())
      }
    },
    flush(done) {
      try {
        const rest = text.decode()
        done(null, isUtf8 ? undefined : rest)
      } catch {
        done(fault())
      }
    },
  })
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function firstUnzipped(path: string): Promise<Buffer> {
  const raw = createReadStream(path)
  const unzipped = raw.pipe(createGunzip())
  raw.on('error', (error) => unzipped.destroy(error))
  for await (const chunk of unzipped) {
    raw.destroy()
    return (chunk as Buffer).subarray(0, SNIFF_BYTES)
  }
  return Buffer.alloc(0)
}

function encodingOf(start: Buffer, wanted: MapFile['file']['encoding']): string {
  if (wanted !== 'auto') return wanted
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** The candidate that the header has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const candidates = [',', ';', '\t', '|'].map((mark) => ({ mark, count: header.split(mark).length }))
  return candidates.reduce((best, next) => (next.count > best.count ? next : best)).mark
}
