import { z } from 'zod'
import { isTimeZone } from '#domain/time/zone'
import { lineKinds, paymentStatuses, statusIntents } from '#domain/vocabulary'
import { fieldNames } from './fields.ts'

/** Rules that set whole orders aside are kept as one bit each. */
export const MAX_SET_ASIDE_RULES = 8

const pattern = z.string().refine(isPattern, 'is not a regular expression; for example "^C" is all that begins with C')

const plainColumn = z.string().min(1, 'name the header of a column of the file')
const columnWithRules = z.strictObject({
  column: plainColumn,
  case: z.enum(['upper', 'lower']).optional(),
  removePrefix: z.string().min(1).optional(),
  removeSuffix: z.string().min(1).optional(),
})
const column = z.union([plainColumn, columnWithRules], 'give a header, or {"column": header, "case": …}')
const timeColumn = z.union(
  [plainColumn, columnWithRules.extend({ format: z.string().min(1) })],
  'give a header (ISO 8601 times), or {"column": header, "format": "yyyy-MM-dd HH:mm:ss"}',
)

const condition = z
  .strictObject({
    order: pattern.optional(),
    sku: pattern.optional(),
    title: pattern.optional(),
    customer: z.enum(['blank', 'present']).optional(),
    quantity: z.enum(['negative', 'zero', 'positive']).optional(),
    unitPrice: z.enum(['negative', 'zero', 'positive']).optional(),
  })
  .refine((when) => Object.keys(when).length > 0, 'names no condition; without one it would set everything aside')

const columns = z
  .strictObject({
    ...Object.fromEntries(fieldNames.map((name) => [name, column.optional()])),
    order: column,
    placedAt: timeColumn,
    updatedAt: timeColumn.optional(),
    quantity: column,
  } as ColumnsShape)
  .refine((c) => c.sku !== undefined || c.title !== undefined, 'needs "sku" or "title": what was bought')
  .refine((c) => c.unitPrice !== undefined || c.lineTotal !== undefined, 'needs "unitPrice" or "lineTotal"')

type ColumnsShape = Record<Exclude<(typeof fieldNames)[number], Required>, z.ZodOptional<typeof column>> & {
  order: typeof column
  placedAt: typeof timeColumn
  updatedAt: z.ZodOptional<typeof timeColumn>
  quantity: typeof column
}
type Required = 'order' | 'placedAt' | 'updatedAt' | 'quantity'

// A credit takes back what the same customer bought of the same SKU, at a price.
const creditColumns = ['customer', 'sku', 'unitPrice'] as const

const schema = z
  .strictObject({
    version: z.literal(1, 'must be 1, the only version of map files there is'),
    description: z.string().optional(),
    file: z
      .strictObject({
        delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
        encoding: z.enum(['auto', 'utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252']).default('auto'),
        decimalSeparator: z.enum(['.', ',']).default('.'),
      })
      .prefault({}),
    timeZone: z.string().refine(isTimeZone, 'is not a time zone; give one like "Europe/London"').default('UTC'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, like "GBP"')
      .optional(),
    taxesIncluded: z.boolean().default(true),
    channelName: z.string().min(1).optional(),
    columns,
    status: z
      .strictObject({
        field: z.string().min(1).default('status'),
        value: z.string().min(1).optional(),
        intents: z.record(z.string().min(1), z.enum(statusIntents)),
      })
      .optional(),
    payment: z.strictObject({ status: z.enum(paymentStatuses), provider: z.string().min(1).optional() }).optional(),
    lineKinds: z.record(z.string().min(1), z.enum(lineKinds)).default({}),
    countries: z
      .record(
        z.string(),
        z
          .string()
          .regex(/^[A-Z]{2}$/, 'give an ISO 3166 code like "IE", or null to keep the text alone')
          .nullable(),
      )
      .default({}),
    setAside: z
      .array(z.strictObject({ reason: z.string().min(1), when: condition }))
      .max(MAX_SET_ASIDE_RULES, `has room for ${MAX_SET_ASIDE_RULES} rules; join some of their patterns`)
      .default([]),
    credits: z
      .strictObject({
        order: pattern,
        reason: z.string().min(1).optional(),
        restock: z.boolean().default(false),
      })
      .optional(),
  })
  .refine((map) => map.currency !== undefined || map.columns.currency !== undefined, {
    path: ['currency'],
    message: 'is missing: give "currency" for the whole file, or a column for it under "columns"',
  })
  .refine((map) => map.credits === undefined || creditColumns.every((name) => map.columns[name] !== undefined), {
    path: ['credits'],
    message: `needs the columns ${creditColumns.join(', ')}: they find the sale that a credit takes back`,
  })

export type MapFile = z.infer<typeof schema>
export type SetAsideCondition = MapFile['setAside'][number]['when']

/** The map file as the importer uses it, or every fault in it: where it is in the JSON, and what to do. */
export function parseMapFile(text: string): { ok: true; map: MapFile } | { ok: false; faults: string[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { ok: false, faults: [`it is not JSON: ${error instanceof Error ? error.message : String(error)}`] }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, map: parsed.data }
  return { ok: false, faults: parsed.error.issues.map(describe) }
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.length === 0 ? 'the map' : issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return `${path}: ${issue.keys.map((key) => `"${key}"`).join(', ')} is not known here; remove it, or see docs/spreadsheets.md for the names`
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return `${path}: is missing (${issue.expected})`
  return `${path}: ${issue.message}`
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}
