import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../support/real-process.ts'

/** Folders whose files are read whole; of the project's own folder its pages and settings are. */
const folders = ['src', 'packages', 'apps', 'docs', 'tests', 'bench', 'attack', 'scripts']
/** Written by a tool, or by this test about the words themselves. */
const leftOut = ['src/store/generated/', 'tests/architecture/glossary.test.ts']
const readable = /\.(ts|js|mjs|json|md|graphql|prisma|html|css)$/

/** Words that the project gave up, each with the one that it uses. */
const retired: [RegExp, string][] = [
  [/\bdoors?\b/i, 'API client'],
  [/\b(DoorError|DoorFailure|openDoors|doorOf)\b/, 'ApiError, openClientPool, apiOf'],
  [/\bstrangers?\b/i, 'external service'],
  [/\bStranger(Error|Failure)\b/, 'ExternalServiceError'],
  [/\blean road\b/i, 'fast path'],
  [/\b(createLean|isUsual)\b/, 'fast path, isFastPath'],
  [/\bGathering\b|\bclass Together\b/, 'Batcher'],
  [/\b(openGround|GroundError)\b/, 'startRuntime, StartError'],
  [/\bclass Act\b/, 'CommandContext'],
  [/\b(ImportDesk|SlotFacts|ParkedMessage)\b/, 'ImportBatch, ReservationFacts, DeferredMessage'],
  [/\bHearer\b/, 'load listener'],
  [/\bbury\(/, 'deadLetter('],
  [/\bisInnocent\b|\bretryInnocently\b/, 'not counted'],
  [/\b(readStandings|GoodsStanding|untold)\b/, 'order summary, without events'],
  [/\bnouns?\b/i, 'type'],
  [/\bonce a (shape|place|document|day)\b/i, 'per shape, per field position, per document, per day'],
  [/\ba place of a document\b/i, 'a field position'],
  [/\bis told of once\b/i, 'is reported once'],
]

test('no retired word of the glossary is left in the code, its tests or the pages', () => {
  const files = filesOf()
  expect(files.length).toBeGreaterThan(500)
  for (const folder of ['src/', 'apps/', 'docs/', 'tests/', 'bench/', 'attack/'])
    expect(
      files.some((file) => file.startsWith(folder)),
      folder,
    ).toBe(true)
  const found = files.flatMap((file) => [...retiredWords(file), ...retiredName(file)])
  expect(found).toEqual([])
})

test('every pattern finds the word that it stands for', () => {
  const samples =
    'the door; DoorError; strangers; StrangerError; lean road; isUsual; class Together; openGround; class Act; ImportDesk; Hearer; ' +
    'bury(; isInnocent; untold; nouns; once a shape; a place of a document; is told of once'
  for (const [pattern] of retired) expect(samples, String(pattern)).toMatch(pattern)
})

function filesOf(): string[] {
  const own = readdirSync(projectFolder, { withFileTypes: true })
  const pages = own.filter((entry) => entry.isFile() && entry.name !== 'package-lock.json').map(({ name }) => name)
  const within = own
    .filter((entry) => entry.isDirectory() && folders.includes(entry.name))
    .flatMap(({ name }) =>
      readdirSync(join(projectFolder, name), { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`),
    )
  return [...pages, ...within].filter(
    (file) =>
      readable.test(file) && !/(^|\/)(node_modules|dist)\//.test(file) && !leftOut.some((one) => file.startsWith(one)),
  )
}

const retiredWords = (file: string): string[] =>
  readFileSync(join(projectFolder, file), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      retired
        .filter(([pattern]) => pattern.test(line))
        .map(([pattern, instead]) => `${file}:${index + 1}: ${pattern.exec(line)?.[0]}; write: ${instead}`),
    )

/** Names of files split into words, so that `lean-road.md` is found too. */
const retiredName = (file: string): string[] =>
  retired
    .filter(([pattern]) => pattern.test(file.replace(/[-_./]/g, ' ')))
    .map(([pattern, instead]) => `${file}: its name has ${pattern}; write: ${instead}`)
