import fc from 'fast-check'
import type { Column, Model, Models, Relation } from '#engines/reader'
import type { Contents } from './table-contents.ts'

type Tree = Record<string, unknown>

const nobody = '00000000-0000-7000-8000-000000000000'

/** Reads over the datamodel, such as Pothos and the resolvers might ask for. */
export class Trees {
  private readonly models: Models
  private readonly contents: Contents

  constructor(models: Models, contents: Contents) {
    this.models = models
    this.contents = contents
  }

  /** A model, a method of its and arguments. */
  reads(): fc.Arbitrary<[string, string, Tree]> {
    return fc.constantFrom(...this.models.values()).chain((model) =>
      fc.oneof(
        {
          weight: 6,
          arbitrary: this.many(model, 2).map((args) => [model.name, 'findMany', args] as [string, string, Tree]),
        },
        {
          weight: 1,
          arbitrary: this.many(model, 1).map(
            (args) => [model.name, 'findFirst', without(args, 'take')] as [string, string, Tree],
          ),
        },
        {
          weight: 2,
          arbitrary: fc
            .tuple(this.unique(model), this.selection(model, 2), this.where(model, 1))
            .map(
              ([key, selection, where]) =>
                [model.name, 'findUnique', { ...selection, where: { AND: [where], ...key } }] as [string, string, Tree],
            ),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(this.where(model, 2), fc.option(fc.constantFrom(0, 1, 3, 100), { nil: undefined }))
            .map(
              ([where, take]) =>
                [model.name, 'count', { where, ...(take === undefined ? {} : { take }) }] as [string, string, Tree],
            ),
        },
      ),
    )
  }

  private many(model: Model, depth: number): fc.Arbitrary<Tree> {
    return fc
      .tuple(this.selection(model, depth), this.where(model, depth), this.order(model), this.page(model))
      .map(([selection, where, orderBy, page]) => ({ ...selection, where, orderBy, ...page }))
  }

  /** Where a list is cut, its order must tell every two rows apart; with a cursor in one direction, and without nulls. */
  private page(model: Model): fc.Arbitrary<Tree> {
    const take = fc.constantFrom(1, 2, 3, 5, 51, -1, -2, -7, 0)
    const cut = fc.oneof(
      fc.constant({}),
      take.map((rows) => ({ take: rows })),
      fc.tuple(take, fc.nat(3)).map(([rows, skip]) => ({ take: rows, skip })),
    )
    if (model.key.length !== 1) return cut
    const from = fc
      .tuple(this.unique(model, true), take, fc.nat(1), fc.constantFrom('asc', 'desc'), fc.boolean())
      .map(([cursor, rows, skip, direction, both]) => {
        const first = [...model.columns.values()].find(
          ({ isRequired, type, isList }) => isRequired && !isList && type === 'DateTime',
        )
        const orderBy = [
          ...(both && first !== undefined ? [{ [first.name]: direction }] : []),
          { [model.key[0]!]: direction },
        ]
        return { cursor, take: rows, skip, orderBy }
      })
    return fc.oneof({ weight: 3, arbitrary: cut }, { weight: 1, arbitrary: from })
  }

  private order(model: Model): fc.Arbitrary<Tree[]> {
    const direction = fc.constantFrom('asc', 'desc')
    const columns = [...model.columns.values()].filter(({ isList, type }) => !isList && type !== 'Json')
    const byColumn = fc
      .tuple(fc.constantFrom(...columns), direction, fc.constantFrom(undefined, 'first', 'last'))
      .map(([column, sort, nulls]) => ({
        [column.name]: column.isRequired || nulls === undefined ? sort : { sort, nulls },
      }))
    const ones = [...model.relations.values()].filter(({ isList }) => !isList)
    const byRelation =
      ones.length === 0
        ? byColumn
        : fc
            .constantFrom(...ones)
            .chain((relation) =>
              fc
                .tuple(fc.constantFrom(...this.plainColumns(relation)), direction)
                .map(([column, sort]) => ({ [relation.name]: { [column]: sort } })),
            )
    const steps = fc.array(fc.oneof(byColumn, byRelation), { maxLength: 2 })
    const key = fc.constantFrom('asc', 'desc').map((sort) => model.key.map((name) => ({ [name]: sort })))
    return fc.tuple(steps, key).map(([some, last]) => [...some, ...last])
  }

  private plainColumns({ target }: Relation): string[] {
    const columns = [...this.models.get(target)!.columns.values()]
    return columns
      .filter(({ isList, type, isRequired }) => !isList && type !== 'Json' && isRequired)
      .map(({ name }) => name)
  }

  private unique(model: Model, single = false): fc.Arbitrary<Tree> {
    const uniques = [...model.uniques].filter(([, columns]) =>
      single ? columns.length === 1 && model.key.includes(columns[0]!) : true,
    )
    const usable = uniques.filter(([, columns]) =>
      columns.every((name) => this.known(model, name).length > 0 && model.columns.get(name)!.isRequired),
    )
    const nothing = model.uniques.get(model.key[0]!)
      ? { [model.key[0]!]: this.nothing(model, model.key[0]!) }
      : undefined
    if (usable.length === 0)
      return fc.constant(
        nothing ?? {
          [model.key.join('_')]: Object.fromEntries(model.key.map((name) => [name, this.nothing(model, name)])),
        },
      )
    return fc.constantFrom(...usable).chain(([name, columns]) => {
      const parts = fc.record(
        Object.fromEntries(columns.map((column) => [column, fc.constantFrom(...this.known(model, column))])),
      )
      return parts.map((values) => (columns.length === 1 ? values : { [name]: values }))
    })
  }

  private nothing(model: Model, name: string): unknown {
    const { type } = model.columns.get(name)!
    return type === 'String' ? nobody : type === 'BigInt' ? 0n : type === 'Boolean' ? false : 0
  }

  private known(model: Model, column: string): unknown[] {
    return this.contents.values.get(model.name)?.get(column) ?? []
  }

  private selection(model: Model, depth: number): fc.Arbitrary<Tree> {
    const columns = fc.subarray([...model.columns.keys()], { minLength: 1 })
    const relations =
      depth === 0 || model.relations.size === 0
        ? fc.constant([])
        : fc.array(this.relation(model, depth), { maxLength: 2 })
    return fc.tuple(columns, relations, fc.constantFrom('select', 'include', 'count')).map(([names, chosen, way]) => {
      const nested = Object.fromEntries(chosen)
      if (way === 'include') return Object.keys(nested).length === 0 ? {} : { include: nested }
      const lists = [...model.relations.values()].filter(({ isList }) => isList)
      const count = way === 'count' && lists.length > 0 ? { _count: { select: { [lists[0]!.name]: true } } } : {}
      return { select: { ...Object.fromEntries(names.map((name) => [name, true])), ...nested, ...count } }
    })
  }

  private relation(model: Model, depth: number): fc.Arbitrary<[string, unknown]> {
    const relations = [...model.relations.values()]
    return fc.constantFrom(...relations).chain((relation) => {
      const target = this.models.get(relation.target)!
      const nested = relation.isList ? this.many(target, depth - 1) : this.selection(target, depth - 1)
      return nested.map((args): [string, unknown] => [relation.name, Object.keys(args).length === 0 ? true : args])
    })
  }

  private where(model: Model, depth: number): fc.Arbitrary<Tree> {
    const columns = [...model.columns.values()].filter(({ type }) => type !== 'Json')
    const scalar = fc
      .constantFrom(...columns)
      .chain((column) => this.filter(model, column).map((filter): Tree => ({ [column.name]: filter })))
    if (depth === 0) return scalar
    // Prisma takes AND: [{ OR: [] }] for no condition at all, and OR: [] alone for one that nothing meets: no OR is empty here.
    const some = fc.array(scalar, { minLength: 1, maxLength: 2 }).map((parts): Tree => ({ OR: parts }))
    const nested = fc.array(this.where(model, depth - 1), { maxLength: 2 })
    const every = fc.tuple(fc.constantFrom('AND', 'NOT'), nested).map(([word, parts]): Tree => ({ [word]: parts }))
    const logic = fc.oneof(some, every)
    const relations = [...model.relations.values()]
    const related =
      relations.length === 0 ? scalar : fc.constantFrom(...relations).chain((relation) => this.related(relation, depth))
    return fc.oneof(
      fc.constant({}),
      scalar,
      logic,
      related,
      fc.tuple(scalar, related).map(([a, b]) => ({ ...a, ...b })),
      fc.tuple(logic, related, scalar).map(([a, b, c]) => ({ ...a, ...b, ...c })),
    )
  }

  private related(relation: Relation, depth: number): fc.Arbitrary<Tree> {
    const inner = this.where(this.models.get(relation.target)!, depth - 1)
    const words = relation.isList ? ['some', 'none', 'every'] : ['', 'is', 'isNot']
    return fc.tuple(fc.constantFrom(...words), inner, fc.boolean()).map(([word, where, missing]) => {
      if (!relation.isList && !relation.isRequired && missing)
        return { [relation.name]: word === '' ? null : { [word]: null } }
      return { [relation.name]: word === '' ? where : { [word]: where } }
    })
  }

  private filter(model: Model, column: Column): fc.Arbitrary<unknown> {
    const known = this.known(model, column.name)
    const isUuid = this.contents.uuids.has(`${model.table}.${column.sql}`)
    if (column.isList) return this.listFilter(known.flat(), isUuid)
    const none = isUuid ? nobody : this.nothingOf(column.type)
    const value = fc.constantFrom(...known, none)
    const values = fc.array(value, { maxLength: 3 })
    const equal = column.isRequired ? [value] : [value, fc.constant(null)]
    const plain = [
      ...equal,
      fc.oneof(...equal).map((not) => ({ not })),
      fc.oneof(...equal).map((equals) => ({ equals })),
    ]
    if (column.type === 'Boolean') return fc.oneof(...plain)
    const compared = [
      values.map((list) => ({ in: list })),
      values.map((list) => ({ notIn: list })),
      fc.tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), value).map(([name, bound]) => ({ [name]: bound })),
      fc.tuple(value, value).map(([gte, lt]) => ({ gte, lt })),
    ]
    if (column.type !== 'String' || isUuid) return fc.oneof(...plain, ...compared)
    const part = fc
      .tuple(value, fc.nat(3), fc.nat(4))
      .map(([text, from, length]) => String(text).slice(from, from + length))
    const like = fc
      .tuple(
        fc.constantFrom('contains', 'startsWith', 'endsWith', 'equals', 'not'),
        fc.oneof(part, fc.constant('_%')),
        fc.boolean(),
      )
      .map(([name, text, ignores]) => ({
        [name]: ignores ? text.toUpperCase() : text,
        ...(ignores ? { mode: 'insensitive' } : {}),
      }))
    return fc.oneof(...plain, ...compared, like, like)
  }

  private nothingOf(type: string): unknown {
    const nothing: Record<string, unknown> = {
      String: 'nothing',
      Int: -1,
      BigInt: -1n,
      Boolean: false,
      DateTime: new Date(0),
    }
    return nothing[type]
  }

  private listFilter(known: unknown[], isUuid: boolean): fc.Arbitrary<unknown> {
    const value = fc.constantFrom(...known, isUuid ? nobody : 'nothing')
    return fc.oneof(
      value.map((has) => ({ has })),
      fc.array(value, { maxLength: 2 }).map((hasSome) => ({ hasSome })),
      fc.array(value, { maxLength: 2 }).map((hasEvery) => ({ hasEvery })),
      fc.boolean().map((isEmpty) => ({ isEmpty })),
    )
  }
}

const without = (args: Tree, name: string): Tree =>
  Object.fromEntries(Object.entries(args).filter(([key]) => key !== name))
