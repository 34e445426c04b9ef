import { type GraphQLSchema, isObjectType } from 'graphql'
import { askGraphql, many } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import { leavesOf, type Step, stepsFrom } from '../harness/paths.ts'
import { type ChannelName, channels, personalMark } from '../harness/shop.ts'
import { openWith } from '../harness/socket.ts'
import { type Attack, type Finding, type Probe, Wrong } from '../probe.ts'
import { learn, otherOf, startsOf } from './known.ts'

const roles = ['admin', 'operator', 'reader', ...channels] as const
type Role = (typeof roles)[number]
/** Requests of the long form at most, all roles together. */
const MOST = 30_000
const SHORT_MOST = 600
/** What the short form walks for, once it knows what there is. */
const SHORT_MS = 4_000
const STREAM_MS = 5_000

/** What a role must never see: marks, and ids and numbers of the other channel. */
function forbidden(role: Role, foreign: Record<ChannelName, ReadonlySet<string>>, text: string): string | undefined {
  const lower = text.toLowerCase()
  if (role === 'reader') return lower.includes(personalMark) ? personalMark : undefined
  if (role === 'operator' || role === 'admin') return undefined
  const other = otherOf(role)
  if (lower.includes(other)) return other
  for (const [word] of text.matchAll(/[\w-]{10,}/g)) if (foreign[other].has(word)) return `${word} of ${other}`
  return undefined
}

/** Every field of every type that can be reached, for every role. */
async function walk(attack: Attack): Promise<Finding> {
  const { target, shop, random, short, deadline } = attack
  const { schema, ids, own } = await learn(attack)
  const until = short ? Date.now() + SHORT_MS : deadline
  const wrong = new Wrong()
  const steps = startsOf(schema, shop, ids).flatMap((start) => [...stepsFrom(schema, start)])
  const asked: { step: Step; role: Role }[] = steps.flatMap((step) => roles.map((role) => ({ step, role })))
  // The whole types first, each in an order of the seed, so that what is cut off is cut off anywhere.
  const rank = new Map(asked.map((each) => [each, (each.step.whole ? 0 : 1) + random.next()]))
  asked.sort((one, other) => rank.get(one)! - rank.get(other)!)
  let refused = 0
  let shown = 0
  const tried = await many(
    Math.min(short ? SHORT_MOST : MOST, asked.length),
    8,
    async (n) => {
      const { step, role } = asked[n]!
      const answer = await askGraphql(target, shop.tokens[role], step.query)
      judge(wrong, `${role}: ${step.name}`, answer)
      const mark = forbidden(role, own, answer.text)
      if (mark !== undefined) wrong.add(`${role}: ${step.name}: ${around(answer.text, mark)}`)
      if (answer.text.includes('LIMIT_EXCEEDED')) refused += 1
      if (role === 'operator' && answer.text.includes(personalMark)) shown += 1
    },
    until,
  )
  if (shown === 0) wrong.add('no operator was shown a personal value: the walk sees nothing')
  return {
    tried,
    note: `of ${asked.length}; ${wrong.count} wrong, ${refused} too costly, ${shown} with personal values for an operator`,
    wrong: wrong.all(),
  }
}

const around = (text: string, mark: string): string => {
  const at = text.toLowerCase().indexOf(mark.split(' ')[0]!.toLowerCase())
  return text.slice(Math.max(0, at - 120), at + 80)
}

/** Every field of every event, as streams deliver them from the first one on. */
async function streams(attack: Attack): Promise<Finding> {
  const { target, shop } = attack
  const { schema, own } = await learn(attack)
  const wrong = new Wrong()
  const event = schema.getType('Event')
  const parts =
    event && 'getFields' in event && !isObjectType(event) ? schema.getImplementations(event as never).objects : []
  const selection = parts
    .map(
      (type) =>
        `... on ${type.name} { ${leavesOf(type).join(' ')} changes { ${leavesOf(schema.getType('FieldChange') as never).join(' ')} } ${related(type.name, schema)} }`,
    )
    .join(' ')
  const fields = ['events', 'orderEvents', 'shipmentEvents', 'exceptionEvents', 'stockEvents']
  let deliveries = 0
  const asked = fields.flatMap((field) => roles.map((role) => ({ field, role })))
  await many(asked.length, 4, async (n) => {
    const { field, role } = asked[n]!
    const socket = await openWith(target, shop.tokens[role])
    if (socket === undefined) return wrong.add(`${role} was not let in`)
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, STREAM_MS)
      socket.on('message', (data: Buffer) => {
        const text = String(data)
        deliveries += 1
        const mark = forbidden(role, own, text)
        if (mark !== undefined) wrong.add(`${role}: ${field}: ${around(text, mark)}`)
        if (text.includes('INTERNAL_SERVER_ERROR') || text.includes('"type":"error"'))
          wrong.add(`${role}: ${field}: ${text.slice(0, 250)}`)
        if (text.includes('"live":true')) {
          clearTimeout(late)
          resolve()
        }
      })
      const query = `subscription ($after: String) { ${field}(after: $after) { live event { __typename ${selection} } } }`
      socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query, variables: { after: shop.begin } } }))
    })
    socket.terminate()
  })
  return { tried: asked.length, note: `${deliveries} deliveries`, wrong: wrong.all() }
}

/** What an event leads to, one field deep. */
function related(typeName: string, schema: GraphQLSchema): string {
  const type = schema.getType(typeName)
  const fields = isObjectType(type) ? Object.keys(type.getFields()) : []
  return ['order { number }', 'channel { key }', 'shipment { number }', 'exceptionCase { id summary }']
    .filter((each) => fields.includes(each.split(' ')[0]!))
    .join(' ')
}

export const walkProbes: readonly Probe[] = [
  {
    name: 'walk-fields',
    promise: 'No field of any type tells a role what it may not see: no value of another channel, no personal one.',
    short: true,
    seconds: 240,
    run: walk,
  },
  { name: 'walk-streams', promise: 'No stream tells a role what it may not see.', seconds: 60, run: streams },
]
