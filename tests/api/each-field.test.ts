import { type GraphQLOutputType, getNamedType, isLeafType, isObjectType } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

// What a field needs of its row is read because the field asks for it, not because a neighbour did.

const shop = await openShop()
let number: string

// biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for
type Answer = any

beforeAll(async () => {
  await shop.stock('MUG', 20)
  const line = { sku: 'MUG', quantity: 3, more: { taxLines: [{ title: 'VAT', rate: '0.2', amount: '1.00' }] } }
  const refunds = [{ reference: 'R1', amount: '1.00', lines: [{ line: '1', quantity: 1 }] }]
  number = await shop.place([line], { refunds, customer: { reference: 'c1', name: 'Ada', email: 'ada@example.org' } })
  await shop.packed(number)
  const said = await shop.api.ask(
    `mutation ($n: String!) { holdOrder(order: { number: $n }, reason: MANUAL, note: "wait") { userErrors { message } }
      raiseException(order: { number: $n }, kind: MANUAL, summary: "look") { userErrors { message } }
      recordMessage(order: { number: $n }, message: { reference: "m1", direction: INBOUND, body: "hello", sentAt: "2026-11-20T10:00:00Z" }) { userErrors { message } } }`,
    { n: number },
  )
  expect(Object.values<Answer>(said).flatMap(({ userErrors }) => userErrors)).toEqual([])
})

/** The field as it is asked for: what is a leaf as it is, an object by its own leaves. Undefined: it leads on to another type. */
function asked(name: string, output: GraphQLOutputType, args: readonly unknown[]): string | undefined {
  const type = getNamedType(output)
  if (isLeafType(type)) return args.length === 0 ? name : undefined
  if (!isObjectType(type) || type.extensions.pothosPrismaFieldMap !== undefined || args.length > 0) return undefined
  const leaves = Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && field.args.length === 0,
  )
  return leaves.length === 0 ? undefined : `${name} { ${leaves.map((field) => field.name).join(' ')} }`
}

function fieldsOf(typeName: string): string[] {
  const type = shop.api.schema.getType(typeName)
  if (!isObjectType(type)) throw new Error(`${typeName} is no object type`)
  return Object.values(type.getFields()).flatMap((field) => asked(field.name, field.type, field.args) ?? [])
}

const types: [string, string][] = [
  ['Order', 'order(number: $n) { SELECTION }'],
  ['Channel', 'order(number: $n) { channel { SELECTION } }'],
  ['Customer', 'order(number: $n) { customer { SELECTION } }'],
  ['OrderLine', 'order(number: $n) { lines { SELECTION } }'],
  ['Payment', 'order(number: $n) { payments { SELECTION } }'],
  ['PaymentTransaction', 'order(number: $n) { payments { transactions { SELECTION } } }'],
  ['Refund', 'order(number: $n) { refunds { SELECTION } }'],
  ['LedgerEntry', 'order(number: $n) { ledger { nodes { SELECTION } } }'],
  ['Hold', 'order(number: $n) { holds { SELECTION } }'],
  ['ExternalReference', 'order(number: $n) { references { SELECTION } }'],
  ['Message', 'order(number: $n) { messages { nodes { SELECTION } } }'],
  ['ExceptionCase', 'order(number: $n) { exceptions { nodes { SELECTION } } }'],
  ['Shipment', 'order(number: $n) { shipments { SELECTION } }'],
  ['Package', 'order(number: $n) { shipments { packages { SELECTION } } }'],
  ['Warehouse', 'order(number: $n) { shipments { warehouse { SELECTION } } }'],
  ['StockItem', 'stockItems { nodes { SELECTION } }'],
  ['StockLevel', 'stockItems { nodes { levels { SELECTION } } }'],
  ['StockMovement', 'stockItems { nodes { movements { nodes { SELECTION } } } }'],
]

test.each(types)('a field of %s says the same alone as among the others', async (type, document) => {
  const ask = (selection: string): Promise<Answer> => {
    const query = document.replace('SELECTION', selection)
    return shop.api.ask(query.includes('$n') ? `query ($n: String!) { ${query} }` : `{ ${query} }`, { n: number })
  }
  const fields = fieldsOf(type)
  expect(fields.length).toBeGreaterThan(3)
  const whole = rowsIn(await ask(fields.join(' ')), document)
  expect(whole.length).toBeGreaterThan(0)
  for (const field of fields) {
    const [name] = field.split(' ')
    const alone = rowsIn(await ask(field), document)
    expect(alone, `${type}.${name}`).toEqual(whole.map((row) => ({ [name!]: row[name!] })))
  }
})

/** The rows that the document's selection was asked of. */
function rowsIn(data: Answer, document: string): Answer[] {
  const path = document
    .slice(0, document.indexOf('{ SELECTION'))
    .replace(/\([^)]*\)/g, '')
    .split(/[{\s]+/)
    .filter(Boolean)
  return path.reduce((rows, name) => rows.flatMap((row) => row[name] ?? []), [data])
}
