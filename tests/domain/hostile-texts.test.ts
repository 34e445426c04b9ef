import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { readDecimal } from '#connectors/channels/spreadsheet/decimals'
import { localTimeReader } from '#connectors/channels/spreadsheet/local-time'
import { asksWhereItIs } from '#domain/decisions/record-message'
import { parseAmount } from '#domain/money/money'
import { parseInstant } from '#domain/time/instant'
import { parseInstant as parseZoned } from '#domain/time/zone'
import { addressProblems, addressTextProblems, normaliseAddress } from '#domain/values/address'
import { parseCountry } from '#domain/values/country'
import { parseOrderNumber, parseShipmentNumber } from '#domain/values/order-number'
import { formatPostcode } from '#domain/values/postcode'
import { cleanJson, cleanText, isStorable } from '#domain/values/text'
import { decodeCursor } from '#events/cursor'
import { bearerToken } from '#server/access'
import { projectFolder } from '../support/real-process.ts'

// What takes time with the square of a text's length takes minutes here, and what takes it with its length some milliseconds.
const REPEATS = 60_000
const DEADLINE_MS = 1_000

const units = [
  ...' ,;.:-_/\\"\'=@#&|()[]{}<>aA019Xx\t\n\r\u0301é',
  'st ',
  'the ',
  'a ',
  '1 ',
  '1.',
  ',1',
  '\\u',
  ': ',
  'CD-',
  '%_',
]
const hostile = (unit: string): string[] => [
  `x${unit.repeat(REPEATS)}x`,
  `${unit.repeat(REPEATS)}\0`,
  `x${unit.repeat(REPEATS)}`,
]

function timed(work: () => unknown): number {
  const began = performance.now()
  try {
    work()
  } catch {
    // It refuses: that is an answer, too.
  }
  return performance.now() - began
}

function expressionsOf(file: string): { source: string; flags: string }[] {
  const found: { source: string; flags: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest))
  return found
}

const folder = join(projectFolder, 'src')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.includes('generated'),
)
const expressions = files.flatMap((name) =>
  expressionsOf(join(folder, name)).map(({ source, flags }) => [name, source, flags] as const),
)

test('the expressions of the sources are found', () => {
  expect(expressions.length).toBeGreaterThan(60)
})

test.each(expressions)(
  '%s: /%s/%s takes time with the length of a text, not with its square',
  (_file, source, flags) => {
    const expression = new RegExp(source, flags)
    const words = source.match(/[A-Za-z]{2,}/g) ?? []
    for (const unit of [...units, ...words, ...words.map((word) => `${word} `)]) {
      for (const text of hostile(unit)) {
        expect(
          timed(() => text.replace(expression, '')),
          JSON.stringify(unit),
        ).toBeLessThan(DEADLINE_MS)
      }
    }
  },
)

const address = (text: string) => {
  const input = { name: text, lines: [text], city: text, postcode: text, country: text, phone: text }
  addressTextProblems(input)
  return addressProblems(normaliseAddress(input))
}
const readTime = localTimeReader('d/M/yyyy HH:mm', 'Europe/London')
const readIso = localTimeReader('iso', 'Europe/London')
const readers: Record<string, (text: string) => unknown> = {
  address,
  parseCountry,
  parseInstant,
  parseZoned,
  parseOrderNumber,
  parseShipmentNumber,
  asksWhereItIs,
  isStorable,
  decodeCursor,
  readTime,
  readIso,
  cleanText: (text) => cleanText(text, 500, 'The text'),
  cleanJson: (text) => cleanJson({ text }, 'The text'),
  formatPostcode: (text) => formatPostcode(text, 'GB'),
  parseAmount: (text) => parseAmount(text, 'GBP'),
  readDecimal: (text) => readDecimal(text, 2, ','),
  bearerToken: (text) => bearerToken(`Bearer ${text}`),
}

test.each(Object.entries(readers))('%s reads any text in time', (_name, read) => {
  for (const unit of units) {
    for (const text of hostile(unit)) {
      expect(
        timed(() => read(text)),
        JSON.stringify(unit),
      ).toBeLessThan(DEADLINE_MS)
    }
  }
})

test('signs around the parts of an address are taken away, and those within stay', () => {
  const { name, lines, city } = normaliseAddress({
    name: ' ,; Ada ;,',
    lines: ['x,,,,x', ', ;'],
    city: '\u0085Leeds\t',
  })
  expect({ name, lines, city }).toEqual({ name: 'Ada', lines: ['x,,,,x'], city: 'Leeds' })
})
