import { type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql'
import { type Listening, type LoadListener, loadListener } from './planning/listener.ts'
import { planKey, projectionOf } from './project.ts'
import { isPromise, type LoadedScope, type Path, type Run, under } from './run.ts'
import { argumentsOf, type Projection, type SelectedField, type Selection } from './selection.ts'

type Row = Record<string, unknown>

// A promise of anything rejects here with a located error only where null is not allowed, and is null otherwise.

/** The fields of one object, side by side. */
export function executeSelection(
  run: Run,
  selection: Selection,
  path: Path | undefined,
  source: unknown,
  scope: LoadedScope | undefined,
): Row | Promise<Row> {
  run.budget.object(selection.width)
  const answer = emptyAnswer(selection)
  let waits = false
  try {
    for (const field of selection.fields) {
      const value = executeField(run, field, path, source, scope)
      answer[field.key] = value
      if (isPromise(value)) waits = true
    }
  } catch (error) {
    if (!waits) throw error
    // The other fields may fail too, and somebody has to handle that.
    return settled(answer).finally(() => {
      throw error
    })
  }
  return waits ? settled(answer) : answer
}

/** The fields of a mutation, one after another. */
export async function executeSerially(run: Run, selection: Selection, source: unknown): Promise<Row> {
  const answer = emptyAnswer(selection)
  for (const field of selection.fields) answer[field.key] = await executeField(run, field, undefined, source, undefined)
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

function executeField(
  run: Run,
  field: SelectedField,
  parent: Path | undefined,
  source: unknown,
  scope: LoadedScope | undefined,
): unknown {
  let path: Path | undefined
  try {
    const { direct, relation } = field
    const row = source as Row
    const isAllowed = hasScopes(run, field)
    if (isAllowed && direct?.isLoaded(row)) {
      const value = direct.property === undefined ? direct.resolve(row, run.contextValue) : row[direct.property]
      if (field.isLeaf && !isPromise(value)) return field.complete(run, field, undefined, value, undefined)
      path = pathOf(field, parent)
      return completed(run, field, path, value, scope, undefined)
    }
    path = pathOf(field, parent)
    if (isAllowed && relation !== undefined && scope !== undefined) {
      const loaded = scope.loaded.within(field, () => planKey(field, keysBetween(scope.root, parent)))
      if (loaded !== null && row[relation] !== undefined) {
        return complete(run, field, path, row[relation], { root: path, loaded, isRegistered: false })
      }
    }
    if (scope !== undefined && !scope.isRegistered) {
      scope.isRegistered = true
      scope.loaded.register(run.contextValue, scope.root)
    }
    const resolve = isAllowed ? field.resolveAllowed : field.resolve
    const listener: LoadListener = { loaded: undefined }
    const value = resolve(source, argumentsOf(run, field), run.contextValue, infoOf(run, field, path, listener))
    return completed(run, field, path, value, undefined, listener)
  } catch (error) {
    return failed(run, field, path ?? pathOf(field, parent), error)
  }
}

/** The value as it is answered, now or when it is there. A resolver that read by a planned query says what its rows hold. */
function completed(
  run: Run,
  field: SelectedField,
  path: Path,
  value: unknown,
  scope: LoadedScope | undefined,
  listener: LoadListener | undefined,
): unknown {
  const whole = (resolved: unknown) => {
    const loaded = listener?.loaded
    return complete(
      run,
      field,
      path,
      resolved,
      loaded === undefined ? scope : { root: path, loaded, isRegistered: false },
    )
  }
  const answer = isPromise(value)
    ? value.then((resolved) => {
        const pause = run.budget.pause()
        return pause === undefined ? whole(resolved) : afterPause(run, pause, () => whole(resolved))
      })
    : whole(value)
  return isPromise(answer) ? answer.then(undefined, (error) => failed(run, field, path, error)) : answer
}

async function afterPause(run: Run, first: Promise<void>, work: () => unknown): Promise<unknown> {
  for (let pause: Promise<void> | undefined = first; pause !== undefined; pause = run.budget.pause()) await pause
  return work()
}

/** All of it at once where it can be, and one field after another where not. */
function complete(run: Run, field: SelectedField, path: Path, value: unknown, scope: LoadedScope | undefined): unknown {
  if (typeof value === 'object' && value !== null && !field.isLeaf) {
    const projection = projectionAt(field, path, scope)
    if (projection !== null && hasScopes(run, projection)) {
      const answer = projection.answer(value, run)
      if (answer !== undefined) return answer
    }
  }
  return field.complete(run, field, path, value, scope)
}

/** The plan of a field whose rows nobody planned. */
const unplanned = {}

function projectionAt(field: SelectedField, path: Path, scope: LoadedScope | undefined): Projection | null {
  const plan = scope?.loaded ?? unplanned
  let projection = field.projections.get(plan)
  if (projection === undefined) {
    const beneath = scope === undefined ? [] : keysBetween(scope.root, path)
    projection = projectionOf({ field, loaded: scope?.loaded, beneath }) ?? null
    field.projections.set(plan, projection)
  }
  return projection
}

/** Names of fields on the way from one path to another beneath it. */
function keysBetween(root: Path, path: Path | undefined): string[] {
  const keys: string[] = []
  for (let at = path; at !== undefined && at !== root; at = at.prev)
    if (typeof at.key === 'string') keys.unshift(at.key)
  return keys
}

const pathOf = (field: SelectedField, parent: Path | undefined): Path => under(parent, field.key, field.parentType.name)

/** What a resolver may ask about where it is. */
export const infoOf = (
  run: Run,
  field: SelectedField,
  path: Path,
  listener: LoadListener = { loaded: undefined },
): GraphQLResolveInfo & Listening => ({
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
  [loadListener]: listener,
})

/** Whether what is required is scopes alone, and the caller has them. */
function hasScopes({ scopes: held }: Run, { scopes }: Pick<SelectedField, 'scopes'>): boolean {
  if (scopes === undefined) return false
  for (const scope of scopes) if (!held.has(scope)) return false
  return true
}

/** Null with an error beside it, or the error itself where null is not allowed. */
const failed = (run: Run, field: SelectedField, path: Path, error: unknown): null =>
  nullInstead(run, field, path, error, field.isNonNull)

export function nullInstead(run: Run, field: SelectedField, path: Path, raw: unknown, isNonNull: boolean): null {
  const { budget } = run
  if (field.plan.options.isTooLarge(raw)) budget.exceeded ??= raw
  if (budget.exceeded !== undefined) throw budget.exceeded // of an answer that is too large, nothing is answered
  const error = locatedError(raw, field.nodes, responsePathAsArray(path))
  if (isNonNull) throw error
  run.errors.add(error, path)
  return null
}
