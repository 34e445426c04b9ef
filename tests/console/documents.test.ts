import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GraphQLError, isEnumType, isInputObjectType, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { operationCost } from '#server/cost'
import { documentRules } from '#server/document-rules'
import { operationOf } from '#server/executor'
import { buildSchema } from '#server/graph'
import { COST } from '#server/limits'
import { projectFolder } from '../support/real-process.ts'

const folder = join(projectFolder, 'apps', 'console')
const schema = buildSchema()
const load = (file: string): Promise<Record<string, unknown>> => import(pathToFileURL(join(folder, file)).href)
const documents = Object.entries(await load('documents.js')) as [string, string][]
const words = await load('words.js')

const valuesOf = (name: string): string[] => {
  const type = schema.getType(name)
  if (!isEnumType(type)) throw new Error(`${name} is no enum`)
  return type.getValues().map((value) => value.name)
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))

describe('what the console asks', () => {
  test('there are documents to look at', () => {
    expect(documents.length).toBeGreaterThan(10)
  })

  test.each(documents)('%s fits the schema and its limits', (_name, text) => {
    const document = parse(text)
    expect(validate(schema, document)).toEqual([])
    expect(validate(schema, document, documentRules)).toEqual([])
    const operation = operationOf(schema, document, null)
    if (operation instanceof GraphQLError) return expect.unreachable()
    expect(operationCost(operation, { first: 100 })).toBeLessThanOrEqual(COST)
  })

  test.each(documents.filter(([, text]) => text.includes('mutation')))('%s can be sent again safely', (_name, text) => {
    expect(text).toContain('@idempotent(key: $key)')
  })

  test('each status of the lifecycle is on the board once', () => {
    const groups = words.lifecycleGroups as { statuses: string[] }[]
    expect(groups.flatMap(({ statuses }) => statuses).sort()).toEqual(valuesOf('OrderStatus').sort())
  })

  test('each reason to cancel can be chosen, and each reason to hold that is offered exists', () => {
    expect([...(words.cancelReasonChoices as string[])].sort()).toEqual(valuesOf('CancelReason').sort())
    expect(valuesOf('HoldReason')).toEqual(expect.arrayContaining(words.holdReasonChoices as string[]))
  })

  test('the filters that it builds are of the schema', () => {
    const fieldsOf = (name: string) => {
      const type = schema.getType(name)
      return isInputObjectType(type) ? Object.keys(type.getFields()) : []
    }
    expect(fieldsOf('OrderFilter')).toEqual(expect.arrayContaining(['statuses', 'onHold', 'search']))
    expect(fieldsOf('ExceptionFilter')).toEqual(
      expect.arrayContaining(['statuses', 'ownerIds', 'unassigned', 'breached']),
    )
  })
})

describe('what the console shows', () => {
  test.each(files)('%s never takes what it shows for markup or code', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(text).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|new Function/,
    )
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
  })
})
