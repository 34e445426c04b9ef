import { type FieldName, fieldNames, personalFields } from './fields.ts'
import type { MapFile } from './map-file.ts'

/** One row of the file, cut into its fields. */
export type Fields = readonly string[]

export interface Columns {
  /** How many fields a whole row has. */
  width: number
  has(name: FieldName): boolean
  /** The field's text, trimmed and with the map's rules applied; empty where it is blank or has no column. */
  text(fields: Fields, name: FieldName): string
  /** The row as evidence: what the map names and is not personal, by header. */
  evidence(fields: Fields): Record<string, string>
}

type ColumnRule = Exclude<NonNullable<MapFile['columns'][FieldName]>, string>

/** Finds the map's columns in the file's header. Every header that is missing is named, with those that are there. */
export function bindColumns(
  map: MapFile,
  header: Fields,
): { ok: true; columns: Columns } | { ok: false; faults: string[] } {
  const places = new Map<string, number[]>()
  for (const [index, text] of header.entries()) places.set(text.trim(), [...(places.get(text.trim()) ?? []), index])
  const faults: string[] = []
  const indexes = new Map<FieldName, number>()
  const rules = new Map<FieldName, ColumnRule>()

  for (const name of fieldNames) {
    const column = map.columns[name]
    if (column === undefined) continue
    const rule: ColumnRule = typeof column === 'string' ? { column } : column
    const found = places.get(rule.column.trim()) ?? []
    if (found.length === 1) {
      indexes.set(name, found[0]!)
      rules.set(name, rule)
    } else if (found.length > 1) {
      faults.push(`columns.${name}: the file has ${found.length} columns "${rule.column}"; give each its own header`)
    } else {
      const there = header.map((text) => `"${text.trim()}"`).join(', ')
      faults.push(`columns.${name}: the file has no column "${rule.column}"; its columns are ${there}`)
    }
  }
  if (faults.length > 0) return { ok: false, faults }

  const readers = new Map<FieldName, (fields: Fields) => string>()
  for (const [name, index] of indexes) readers.set(name, fieldReader(index, rules.get(name)!))
  const shown = [...indexes].filter(([name]) => !personalFields.has(name)).map(([, index]) => index)
  return {
    ok: true,
    columns: {
      width: header.length,
      has: (name) => indexes.has(name),
      text: (fields, name) => readers.get(name)?.(fields) ?? '',
      evidence: (fields) => Object.fromEntries(shown.map((index) => [header[index]!.trim(), fields[index] ?? ''])),
    },
  }
}

function fieldReader(index: number, rule: ColumnRule): (fields: Fields) => string {
  const { removePrefix: prefix, removeSuffix: suffix } = rule
  return (fields) => {
    let text = (fields[index] ?? '').trim()
    if (prefix !== undefined && text.startsWith(prefix)) text = text.slice(prefix.length)
    if (suffix !== undefined && text.endsWith(suffix)) text = text.slice(0, -suffix.length)
    if (rule.case === 'upper') return text.toUpperCase()
    return rule.case === 'lower' ? text.toLowerCase() : text
  }
}
