import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { TypedDocument } from '#api-client/client'
import { buildSchema } from '#server/graph'

const folder = join(import.meta.dirname, '../../src/api-client/documents')
const schema = buildSchema()

const isDocument = (value: unknown): value is TypedDocument<unknown, unknown> =>
  typeof value === 'object' && value !== null && 'text' in value && 'name' in value

const documents = (
  await Promise.all(
    readdirSync(folder).map(async (file) => {
      const module = (await import(join(folder, file))) as Record<string, unknown>
      return Object.values(module)
        .filter(isDocument)
        .map((document) => ({ file, ...document }))
    }),
  )
).flat()

describe('the documents that our own jobs and commands send', () => {
  it('are all found', () => {
    expect(documents.length).toBeGreaterThan(20)
  })

  it.each(documents)('$name of $file is one that the API understands', ({ text }) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([])
  })
})
