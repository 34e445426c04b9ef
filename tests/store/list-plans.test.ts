import { PrismaPg } from '@prisma/adapter-pg'
import type { GraphQLEnumType, GraphQLInputObjectType } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UncompiledReads } from '#engines/reader'
import { scopesOf } from '#schema/access'
import { buildSchema } from '#server/graph'
import { freshId } from '#store/fresh-id'
import { PrismaClient } from '#store/generated/client'
import { poolHandle } from '#store/handles'
import { openPool } from '#store/pool'
import { createPlans, openReader } from '#store/reader'
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
  read: number
}

const bench = (path: string) => import(new URL(`../../bench/${path}`, import.meta.url).href)
const orders = 400

const late = 2_000
const moreCases = `insert into exception_case (id, version, kind, status, severity, summary, subject, queue, "openedAt", "updatedAt", "dueAt", "resolvedAt")
  select gen_random_uuid(), 1, 'PAYMENT_ISSUE', case when late then 'OPEN' else 'RESOLVED' end, 1 + n % 5, 'Not paid for a day.', 'order:' || gen_random_uuid(),
    'payments', t, t, t, case when late then null else t end
  from generate_series(1, ${late * 1.5}) n, lateral (select n % 3 > 0 as late, timestamptz '2026-01-01' + n * interval '1 hour' as t) u`

let questions: Question[] = []
let answers: Map<string, Answered>
let freely: Map<string, Answered>
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
  // A bad week: most cases are late, the others settled.
  await client.query('set synchronous_commit = on') // else the vacuum may come before it is known that they are there for all
  await client.query(moreCases)
  await client.query('vacuum analyze exception_case')
  await client.query(`alter database "${name}" set enable_seqscan = off`)
  await client.end()
  await tellPlans(url)
  const modules = {
    poolHandle,
    openPool,
    openReader,
    createPlans,
    UncompiledReads,
    PrismaClient,
    PrismaPg,
    buildSchema,
    scopesOf,
    freshId,
  }
  const api = openApi(url, modules)
  const free = openApi(`${url}${url.includes('?') ? '&' : '?'}options=-c%20enable_seqscan%3Don`, modules)
  close = async () => {
    await free.close()
    await api.close()
  }
  filterTypes = types
  // Each list from its beginning and up to its middle: the other two pages take the same ways.
  questions = questionsOf(await sampleOf(api.query)).filter(({ name }: Question) => !/, (after|last)(,|$)/.test(name))
  answers = await answersOf(api, questions, { times: 1 })
  const totals = questions.filter(({ name }) =>
    /^exceptions.totalCount: (open|unresolved|a queue|nobody took it|breached|in time)$/.test(name),
  )
  freely = await answersOf(free, totals, { times: 1 })
}, 120_000)
afterAll(() => close())

test('no list reads the whole of a large table, in any order, with any filter, from either end or the middle', () => {
  const found = [...answers]
    .filter(([, { faults }]) => faults.length > 0)
    .map(([name, { faults }]) => `${name}: ${faults.join(', ')}`)
  expect(answers.size).toBeGreaterThan(500)
  expect(found).toEqual([])
})

test('cases in time are found without the settled and the late ones', () => {
  const asked = [...answers].filter(([name]) =>
    /^exceptions(: in time,.* (first|before)|.totalCount: in time)$/.test(name),
  )
  expect(asked).toHaveLength(7)
  const far = asked.filter(([, { read }]) => read > late / 4).map(([name, { read }]) => `${name}: ${read} rows`)
  expect(far).toEqual([])
})

test('totals of unresolved cases are counted in an index where Postgres may choose, also while most cases are open', () => {
  expect([...freely.keys()]).toHaveLength(6)
  expect([...freely].filter(([, { faults }]) => faults.length > 0).map(([name]) => name)).toEqual([])
})

test('a rare type of event is read from the end of the log without the others', () => {
  expect(answers.get('events: types: [SHIPMENT_PACKED], last: 50')!.read).toBeLessThan(orders / 4)
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
