import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { channelConnectors } from '#connectors/registry'
import { eventTypes } from '#domain/events'
import * as vocabulary from '#domain/vocabulary'

const sources = join(import.meta.dirname, '../../src')

/**
 * Words of the API that nothing produces or obeys yet, each with the capability that brings it. A word that something produces by
 * now leaves the list, and a new word that nothing produces does not get in unseen.
 */
const comingWords: Record<string, Record<string, string[]>> = {
  'channels that write back': {
    automationStages: ['PAYMENT_CAPTURE', 'REFUND_SYNC', 'MESSAGE_SYNC'],
    exceptionKinds: ['REFUND_REJECTED'],
    orderActions: ['CAPTURE_PAYMENT'],
    pushFacts: ['MESSAGE'],
  },
  'payments that are taken back': { exceptionKinds: ['PAYMENT_DISPUTE'], ledgerAccounts: ['ROUNDING'] },
  'scheduled checks': {
    actorKinds: ['SYSTEM'],
    exceptionKinds: ['AUTHORIZATION_EXPIRING', 'SPLIT_SHIPMENT', 'NO_SCAN'],
    holdReasons: ['UNKNOWN_DELIVERY_DATE', 'SCHEDULED', 'EDIT_WINDOW'],
    orderActions: ['CLOSE_AS_DUPLICATE'],
  },
  'labels and carriers': {
    automationStages: ['LABELS'],
    exceptionKinds: ['LABEL_FAILED', 'VOID_REFUSED'],
    labelStatuses: ['PURCHASED'],
    ledgerAccounts: ['LABEL_COST', 'CARRIER_CLAIM'],
    orderActions: ['PURCHASE_LABEL', 'REROUTE'],
  },
  'returns and refunds': {
    automationStages: ['RETURN_SYNC'],
    customerStatuses: ['RETURN_IN_PROGRESS'],
    holdReasons: ['AWAITING_RETURN_ITEMS'],
    ledgerAccounts: ['DUTY', 'GOODWILL', 'CHARGEBACK', 'PAYOUT', 'STORE_CREDIT', 'FX'],
    orderActions: ['REQUEST_RETURN', 'REFUND', 'CREATE_LINKED_ORDER'],
    orderKinds: ['REPLACEMENT', 'EXCHANGE'],
    returnDispositions: [...vocabulary.returnDispositions],
    returnOrigins: [...vocabulary.returnOrigins],
    returnStatuses: [...vocabulary.returnStatuses],
  },
  'stock shared between channels': {
    automationStages: ['STOCK_PUSH'],
    availabilityTermKinds: ['RESERVED_FOR_OTHERS', 'CHANNEL_BUFFER', 'CHANNEL_CAP', 'KIT_PARTS'],
  },
}

/** What channels, carriers and people state and the API repeats; and the stages that work, which are a part of all. */
const statedByCallers = new Set([
  ...[
    'cancelReasons',
    'channelKinds',
    'deliveryMethods',
    'fulfillers',
    'lineKinds',
    'messageDirections',
    'paymentStatuses',
  ],
  ...['referenceKinds', 'refundKinds', 'refundStatuses', 'riskLevels', 'trackingStatuses', 'transactionKinds'],
  ...['transactionStatuses', 'warehouseKinds', 'weekdays', 'workingStages'],
])
/** What people set and the product obeys: a comparison is enough. */
const obeyed = new Set(['automationStages', 'statusIntents'])
/** Intents that ask for nothing: what the payments say is enough. */
const asksNothing = new Set(['IGNORE', 'AWAIT_PAYMENT'])

describe('a word of the vocabulary', () => {
  it('is produced or obeyed by the product, or on the list of what comes', () => {
    const listed: Record<string, string[]> = {}
    for (const words of Object.values(comingWords))
      for (const [name, coming] of Object.entries(words)) listed[name] = [...(listed[name] ?? []), ...coming]
    expect(sorted(idleWords())).toEqual(sorted(listed))
  })

  it('names a kind of channel only where a connector serves it, a file is imported, or a caller brings its own', () => {
    expect([...vocabulary.channelKinds].sort()).toEqual(
      [...Object.keys(channelConnectors), 'custom', 'spreadsheet'].sort(),
    )
  })
})

const sorted = (words: Record<string, string[]>) =>
  Object.fromEntries(
    Object.entries(words)
      .map(([name, all]) => [name, [...all].sort()] as const)
      .sort(),
  )

/** By vocabulary. A word that several vocabularies share counts as produced where any of them is. */
function idleWords(): Record<string, string[]> {
  const { produced, mentioned, legalActions, names } = wordsOfCode()
  const idle: Record<string, string[]> = {}
  for (const [name, words] of Object.entries<readonly string[]>({ ...vocabulary, eventTypes })) {
    if (statedByCallers.has(name)) continue
    const isUsed = names.has(name) || names.has(typeNames.get(name) ?? '')
    const alive = name === 'orderActions' ? legalActions : obeyed.has(name) ? mentioned : produced
    const rest = words.filter((word) => !asksNothing.has(word) && !(isUsed && alive.has(word)))
    if (rest.length > 0) idle[name] = rest
  }
  return idle
}

/** The type that each vocabulary's words have. */
const typeNames = new Map<string, string>()
for (const file of readdirSync(join(sources, 'domain/vocabulary'))) {
  const text = readFileSync(join(sources, 'domain/vocabulary', file), 'utf8')
  for (const [, type = '', name = ''] of text.matchAll(/export type (\w+) = \(typeof (\w+)\)\[number\]/g))
    typeNames.set(name, type)
}

/** The strings that the sources produce, those that they mention at all, and the names that they use beside the schema's enums. */
function wordsOfCode() {
  const produced = new Set<string>()
  const mentioned = new Set<string>()
  const legalActions = new Set<string>()
  const names = new Set<string>()
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /generated|vocabulary|simulator/.test(file)) continue
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && file !== 'schema/enums.ts') names.add(node.text)
      if (ts.isStringLiteral(node) && !ts.isLiteralTypeNode(node.parent)) {
        mentioned.add(node.text)
        if (!isCompared(node)) produced.add(node.text)
      }
      if (isLegalAction(file, node)) legalActions.add(node.name.getText())
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, readFileSync(join(sources, file), 'utf8'), ts.ScriptTarget.Latest, true))
  }
  return { produced, mentioned, legalActions, names }
}

function isCompared(node: ts.StringLiteral): boolean {
  const { parent } = node
  if (ts.isCaseClause(parent)) return true
  if (ts.isPropertyAssignment(parent)) return parent.name === node
  if (ts.isBinaryExpression(parent))
    return [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
      parent.operatorToken.kind,
    )
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false
  return ['includes', 'has'].includes(parent.expression.name.text)
}

/** An entry of the table of allowed actions that is not `notYet`. */
const isLegalAction = (file: string, node: ts.Node): node is ts.PropertyAssignment =>
  file.endsWith('allowed-actions.ts') && ts.isPropertyAssignment(node) && node.initializer.getText() !== 'notYet'
