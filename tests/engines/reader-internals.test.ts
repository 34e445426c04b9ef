import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readModels } from '#engines/reader'
import { connect } from '#store/connect'
import { getDatamodel } from '#store/generated/pothos'
import { modelsOf } from '#store/reader'
import { projectFolder } from '../support/real-process.ts'

// What the reader uses of Prisma's generated client and nothing promises. Nothing is asked of a database here.

const store = connect('postgresql://nobody@127.0.0.1:1/nothing')
afterAll(() => store.close())

const folder = join(projectFolder, 'prisma', 'schema')
const written = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n')

describe('the generated client', () => {
  test('knows what each table is named in the database', () => {
    const mapped = [...written.matchAll(/^model (\w+) \{(?:[^}]*?)@@map\("(\w+)"\)/gms)]
    expect(mapped.length).toBeGreaterThan(10)
    const models = modelsOf(store.prisma)
    for (const [, model, table] of mapped) expect(models.get(model!)?.table, `the table of ${model}`).toBe(`"${table}"`)
  })

  test('keeps that in _runtimeDataModel, and the reader says so where it is gone', () => {
    expect(store.prisma).toHaveProperty('_runtimeDataModel.models.Order.dbName')
    const { models: described } = getDatamodel().datamodel
    expect(() => readModels({ prisma: {}, described, leading: {} })).toThrow(
      'This version of Prisma has no _runtimeDataModel.models: see src/engines/reader/README.md.',
    )
  })
})

describe('the datamodel that Pothos generates', () => {
  const Order = getDatamodel().datamodel.models.Order!

  test.each(['kind', 'type', 'isList', 'isRequired', 'isId', 'isUnique'])('says of each field its %s', (property) => {
    for (const field of Order.fields) expect(field, field.name).toHaveProperty(property)
  })

  test('says of a relation which columns refer to the other side', () => {
    const relations = Order.fields.filter(({ kind }) => kind === 'object')
    expect(relations.length).toBeGreaterThan(5)
    expect(relations.some((field) => (field.relationFromFields?.length ?? 0) > 0)).toBe(true)
    for (const { relationName } of relations) expect(relationName).toBeTypeOf('string')
  })
})
