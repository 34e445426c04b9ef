import { PrismaPg } from '@prisma/adapter-pg'
import type { GraphQLEnumType, GraphQLInputObjectType } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopesOf } from '#schema/access'
import { buildSchema } from '#server/graph'
import { freshId } from '#store/fresh-id'
import { PrismaClient } from '#store/generated/client'
import { poolHandle } from '#store/handle'
import { openPool } from '#store/pool'
import { readModels } from '#store/reader/datamodel'
import { Plans } from '#store/reader/plans'
import { createReader } from '#store/reader/reader'
import { UncompiledReads } from '#store/reader/uncompiled'
import { freshDatabase } from '../support/database.ts'

// With sequential scans switched off Postgres takes one only where no index can serve at all: so a small database shows which lists have an
// index, and `npm run bench -- explain` which of them Postgres chooses at a million orders.

interface Question {
  name: string
  list?: string
  filter?: Record<string, unknown>
  counts?: boolean
  document: string
  variables: Record<string, unknown>
}
interface Answered {
  faults: string[]
}

const bench = (path: string) => import(new URL(`../../bench/${path}`, import.meta.url).href)
const orders = 400

let questions: Question[] = []
let answers: Map<string, Answered>
let filterTypes: Record<string, string>
let close: () => Promise<void>

beforeAll(async () => {
  const [{ fill }, { openApi, tellPlans }, { filterTypes: types, questionsOf, sampleOf }, { answersOf }] =
    await Promise.all([
      bench('dataset/fill.mjs'),
      bench('explain/plans.mjs'),
      bench('explain/questions.mjs'),
      bench('explain/report.mjs'),
    ])
  const { url, name } = await freshDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await fill(client, orders, () => {})
  await client.query(`alter database "${name}" set enable_seqscan = off`)
  await client.end()
  await tellPlans(url)
  const modules = {
    poolHandle,
    openPool,
    createReader,
    Plans,
    readModels,
    UncompiledReads,
    PrismaClient,
    PrismaPg,
    buildSchema,
    scopesOf,
    freshId,
  }
  const api = openApi(url, modules)
  close = api.close
  filterTypes = types
  // Each list from its beginning and up to its middle: the other two pages take the same ways.
  questions = questionsOf(await sampleOf(api.query)).filter(({ name }: Question) => !/, (after|last)\b/.test(name))
  answers = await answersOf(api, questions, { times: 1 })
}, 120_000)
afterAll(() => close())

test('no list reads the whole of a large table, in any order, with any filter, from either end or the middle', () => {
  const found = [...answers]
    .filter(([, { faults }]) => faults.length > 0)
    .map(([name, { faults }]) => `${name}: ${faults.join(', ')}`)
  expect(answers.size).toBeGreaterThan(500)
  expect(found).toEqual([])
})

test('every field of every filter and every order of a list is among the questions', () => {
  const schema = buildSchema()
  for (const [list, type] of Object.entries(filterTypes)) {
    const asked = questions.filter((question) => question.list === list)
    const fields = Object.keys((schema.getType(type) as GraphQLInputObjectType).getFields())
    expect(new Set(asked.flatMap(({ filter }) => Object.keys(filter ?? {}))), list).toEqual(new Set(fields))
    const sort = schema
      .getQueryType()!
      .getFields()
      [list]!.args.find(({ name }) => name === 'sort')
    const sorts =
      sort === undefined
        ? [undefined]
        : enumOf(String(sort.type))
            .getValues()
            .map(({ name }) => name)
    expect(new Set(asked.map(({ variables }) => variables.sort)), list).toEqual(new Set(sorts))
  }
  function enumOf(type: string): GraphQLEnumType {
    return schema.getType(type.replace('!', '')) as GraphQLEnumType
  }
})
