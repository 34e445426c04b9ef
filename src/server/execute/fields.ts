import { type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql'
import { isPromise, type Path, type Run, under } from './run.ts'
import { argumentsOf, type SelectedField, type Selection } from './selection.ts'

type Row = Record<string, unknown>

// A promise of anything rejects here with a located error only where null is not allowed, and is null otherwise.

/** The fields of one object, side by side. */
export function executeSelection(
  run: Run,
  selection: Selection,
  path: Path | undefined,
  source: unknown,
): Row | Promise<Row> {
  const answer = emptyAnswer(selection)
  let waits = false
  try {
    for (const field of selection.fields) {
      const value = executeField(run, field, path, source)
      answer[field.key] = value
      if (isPromise(value)) waits = true
    }
  } catch (error) {
    if (!waits) throw error
    // The other fields may fail too, and somebody has to hear of it.
    return settled(answer).finally(() => {
      throw error
    })
  }
  return waits ? settled(answer) : answer
}

/** The fields of a mutation, one after another. */
export async function executeSerially(run: Run, selection: Selection, source: unknown): Promise<Row> {
  const answer = emptyAnswer(selection)
  for (const field of selection.fields) answer[field.key] = await executeField(run, field, undefined, source)
  return answer
}

const emptyAnswer = ({ bare }: Selection): Row => (bare ? Object.create(null) : {})

async function settled(answer: Row): Promise<Row> {
  const values = await Promise.all(Object.values(answer))
  Object.keys(answer).forEach((key, index) => {
    answer[key] = values[index]
  })
  return answer
}

function executeField(run: Run, field: SelectedField, parent: Path | undefined, source: unknown): unknown {
  const { direct } = field
  let path: Path | undefined
  try {
    let value: unknown
    if (direct?.isLoaded(source as Row)) {
      value =
        direct.property === undefined
          ? direct.resolve(source as Row, run.contextValue)
          : (source as Row)[direct.property]
      if (!field.isLeaf) path = placeOf(field, parent)
    } else {
      path = placeOf(field, parent)
      value = field.resolve(source, argumentsOf(run, field), run.contextValue, infoOf(run, field, path))
    }
    if (!isPromise(value)) {
      const completed = field.complete(run, field, path, value)
      return isPromise(completed) ? guarded(run, field, path ?? placeOf(field, parent), completed) : completed
    }
    const place = path ?? placeOf(field, parent)
    return guarded(
      run,
      field,
      place,
      value.then((resolved) => field.complete(run, field, place, resolved)),
    )
  } catch (error) {
    return failed(run, field, path ?? placeOf(field, parent), error)
  }
}

const placeOf = (field: SelectedField, parent: Path | undefined): Path =>
  under(parent, field.key, field.parentType.name)

/** What a resolver may ask about where it is. */
export const infoOf = (run: Run, field: SelectedField, path: Path): GraphQLResolveInfo => ({
  fieldName: field.definition.name,
  fieldNodes: field.nodes,
  returnType: field.definition.type,
  parentType: field.parentType,
  path,
  schema: run.schema,
  fragments: run.fragments,
  rootValue: run.rootValue,
  operation: run.operation,
  variableValues: run.variableValues,
})

const guarded = (run: Run, field: SelectedField, path: Path, value: PromiseLike<unknown>): PromiseLike<unknown> =>
  value.then(undefined, (error) => failed(run, field, path, error))

/** Null with an error beside it, or the error itself where null is not allowed. */
const failed = (run: Run, field: SelectedField, path: Path, error: unknown): null =>
  nullInstead(run, field, path, error, field.isNonNull)

export function nullInstead(run: Run, field: SelectedField, path: Path, raw: unknown, isNonNull: boolean): null {
  const error = locatedError(raw, field.nodes, responsePathAsArray(path))
  if (isNonNull) throw error
  run.errors.add(error, path)
  return null
}
