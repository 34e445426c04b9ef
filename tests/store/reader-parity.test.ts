import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Models, type UncompiledRead, UncompiledReads } from '#engines/reader'
import { connect, type Store } from '#store/connect'
import { modelsOf } from '#store/reader'
import { sameAsPrisma } from '../support/compared-reads.ts'
import { Trees } from './reader-trees.ts'
import { richShop } from './rich-shop.ts'
import { contentsOf } from './table-contents.ts'

const runs = 400
const uncompiled: UncompiledRead[] = []
let store: Store
let models: Models
let trees: Trees

beforeAll(async () => {
  const { shop } = await richShop()
  store = connect(shop.api.url, { size: 4, uncompiled: new UncompiledReads((read) => uncompiled.push(read)) })
  models = modelsOf(store.prisma)
  trees = new Trees(models, await contentsOf(store, models))
})
afterAll(() => store.close())

/** What the generator makes and the reader leaves to Prisma; nothing of ours asks for either. */
const leftToPrisma = new Set([
  'a row that nothing names', // a key that is a truth value, as the log's head has it
  'a NOT around a relation whose key is on the other side',
])

test('the reader answers what Prisma answers, whatever tree of the datamodel is asked for', async () => {
  let found = 0
  await fc.assert(
    fc.asyncProperty(trees.reads(), async ([model, method, args]) => {
      const name = `${model.slice(0, 1).toLowerCase()}${model.slice(1)}`
      const answer = await sameAsPrisma(store, name, method, args)
      if (Array.isArray(answer) ? answer.length > 0 : answer) found += 1
    }),
    { numRuns: runs },
  )
  expect(uncompiled.filter(({ reason }) => !leftToPrisma.has(reason))).toEqual([])
  expect(uncompiled.length).toBeLessThan(runs / 10)
  // Trees that find nothing compare nothing.
  expect(found).toBeGreaterThan(runs / 5)
})
