import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource, readRecords, sourceFault } from '#cli/import/source'
import { mapJson, mapOf } from './sheet.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossdock-source-'))
})
afterAll(() => rm(folder, { recursive: true }))

const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const SHEET = 'Ort,Preis\nKöln,1\n"a ""b"", c",2\n'
const RECORDS = [
  ['Ort', 'Preis'],
  ['Köln', '1'],
  ['a "b", c', '2'],
]

async function read(content: Buffer | string, file: object = {}): Promise<string[][]> {
  const path = join(folder, 'file')
  await writeFile(path, content)
  const source = await openSource(path, mapOf({ ...mapJson, file }).file)
  const records: string[][] = []
  for await (const record of readRecords(source, false).records) records.push(record)
  return records
}

const faultOf = (reading: Promise<unknown>): Promise<string | null> => reading.then(() => 'none', sourceFault)

describe('a file of order lines', () => {
  it.each([
    ['plain', Buffer.from(SHEET), {}],
    ['with a byte order mark', Buffer.from(`\ufeff${SHEET}`), {}],
    ['gzipped, whatever it is called', gzipSync(SHEET), {}],
    [
      'in UTF-16, as Excel saves "Unicode text"',
      utf16le(SHEET.replaceAll(',2', '\t2').replace('Ort,', 'Ort\t').replace('Köln,', 'Köln\t')),
      {},
    ],
    ['in UTF-16 the other way round', utf16le(SHEET).swap16(), {}],
    ['in Windows-1252, where the map says so', Buffer.from(SHEET, 'latin1'), { encoding: 'windows-1252' }],
    ['with semicolons', Buffer.from(SHEET.replace('Ort,', 'Ort;').replace('Köln,', 'Köln;').replace('",2', '";2')), {}],
    ['with Windows line ends and blank lines', Buffer.from(SHEET.replaceAll('\n', '\r\n\r\n')), {}],
    ['without a last line end', Buffer.from(SHEET.trimEnd()), {}],
  ])('is read %s', async (_, content, file) => {
    expect(await read(content, file)).toEqual(RECORDS)
  })

  it('may have a delimiter in its header texts', async () => {
    expect(await read('"a;b;c;d",x\n1,2\n')).toEqual([
      ['a;b;c;d', 'x'],
      ['1', '2'],
    ])
  })

  it('may have characters cut in two where it is read in pieces', async () => {
    const text = `Ort\n${'ö'.repeat(100_001)}\n`
    expect(await read(text)).toEqual([['Ort'], ['ö'.repeat(100_001)]])
    expect(await read(`x${text}`)).toEqual([['xOrt'], ['ö'.repeat(100_001)]])
  })

  it('may have an inch sign in a text', async () => {
    expect(await read('What,Price\nRULER 12" WOOD,2\n')).toEqual([
      ['What', 'Price'],
      ['RULER 12" WOOD', '2'],
    ])
  })

  it.each([
    [
      'is not in the encoding it should be',
      () => read(Buffer.from(SHEET, 'latin1')),
      /^the file is not utf-8 near byte \d+; name its encoding in the map/,
    ],
    [
      'has a quote that is never closed',
      () => read('a,b\n1,"2\n3,4\n'),
      /^the file is not CSV as the map describes it \(line \d\): Quote Not Closed/,
    ],
    [
      'is a .gz cut short',
      () => read(gzipSync(SHEET.repeat(10_000)).subarray(0, -20)),
      /^the \.gz file ends too early/,
    ],
    ['is a damaged .gz', () => read(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8])), /^the \.gz file/],
    ['is not there', () => openSource(join(folder, 'none.csv'), mapOf().file), /there is no such file$/],
    ['is a folder', () => openSource(folder, mapOf().file), /is not a file$/],
  ])('that %s is refused in one sentence', async (_, reading, sentence) => {
    expect(await faultOf(reading())).toMatch(sentence)
  })
})
