import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import { isUuid } from '#domain/values/uuid'
import { type PageArgs, readPage, refusedCursor } from './page.ts'

/** The id of a row, as the Prisma plugin writes it into a cursor. */
const isRowCursor = (cursor: string): boolean => {
  const [, id] = /^GPC:S:(.*)$/s.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? []
  return id !== undefined && isUuid(id)
}

type Select = (args: PageArgs, ...others: unknown[]) => unknown

/** Refuses pages that a list under a parent does not have, before the Prisma plugin makes a query of them. */
class RowCursorsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const select = field.extensions?.pothosPrismaSelect
    if (typeof select !== 'function' || !('after' in field.args)) return field
    const checked: Select = (args, ...others) => {
      readPage(args)
      for (const cursor of [args.after, args.before])
        if (typeof cursor === 'string' && !isRowCursor(cursor)) throw refusedCursor('this list')
      return (select as Select)(args, ...others)
    }
    return { ...field, extensions: { ...field.extensions, pothosPrismaSelect: checked } }
  }
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      rowCursors: RowCursorsPlugin<Types>
    }
  }
}

SchemaBuilder.registerPlugin('rowCursors', RowCursorsPlugin)
