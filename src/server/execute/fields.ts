import { type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql'
import { type Hearer, type Hearing, hearing } from '#schema/planning/planned-query'
import { AnswerTooLarge } from '#store/answer-budget'
import { planKey, projectionOf } from './project.ts'
import { isPromise, type Path, type Run, type Scope, under } from './run.ts'
import { argumentsOf, type Projection, type SelectedField, type Selection } from './selection.ts'

type Row = Record<string, unknown>

// A promise of anything rejects here with a located error only where null is not allowed, and is null otherwise.

/** The fields of one object, side by side. */
export function executeSelection(
  run: Run,
  selection: Selection,
  path: Path | undefined,
  source: unknown,
  scope: Scope | undefined,
): Row | Promise<Row> {
  run.contextValue.budget.object(selection.width)
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
  scope: Scope | undefined,
): unknown {
  let path: Path | undefined
  try {
    const { direct, relation } = field
    const row = source as Row
    const isAllowed = hasScopes(run, field)
    if (isAllowed && direct?.isLoaded(row)) {
      const value = direct.property === undefined ? direct.resolve(row, run.contextValue) : row[direct.property]
      if (field.isLeaf && !isPromise(value)) return field.complete(run, field, undefined, value, undefined)
      path = placeOf(field, parent)
      return completed(run, field, path, value, scope, undefined)
    }
    path = placeOf(field, parent)
    if (isAllowed && relation !== undefined && scope !== undefined) {
      const loaded = scope.loaded.within(field, () => planKey(field, keysBetween(scope.root, parent)))
      if (loaded !== null && row[relation] !== undefined) {
        return complete(run, field, path, row[relation], { root: path, loaded, isTold: false })
      }
    }
    if (scope !== undefined && !scope.isTold) {
      scope.isTold = true
      scope.loaded.tell(run.contextValue, scope.root)
    }
    const resolve = isAllowed ? field.resolveAllowed : field.resolve
    const hearer: Hearer = { loaded: undefined }
    const value = resolve(source, argumentsOf(run, field), run.contextValue, infoOf(run, field, path, hearer))
    return completed(run, field, path, value, undefined, hearer)
  } catch (error) {
    return failed(run, field, path ?? placeOf(field, parent), error)
  }
}

/** The value as it is answered, now or when it is there. A resolver that read by a planned query says what its rows hold. */
function completed(
  run: Run,
  field: SelectedField,
  path: Path,
  value: unknown,
  scope: Scope | undefined,
  hearer: Hearer | undefined,
): unknown {
  const whole = (resolved: unknown) => {
    const loaded = hearer?.loaded
    return complete(run, field, path, resolved, loaded === undefined ? scope : { root: path, loaded, isTold: false })
  }
  const answer = isPromise(value)
    ? value.then((resolved) => {
        const pause = run.contextValue.budget.pause()
        return pause === undefined ? whole(resolved) : afterPause(run, pause, () => whole(resolved))
      })
    : whole(value)
  return isPromise(answer) ? answer.then(undefined, (error) => failed(run, field, path, error)) : answer
}

async function afterPause(run: Run, first: Promise<void>, work: () => unknown): Promise<unknown> {
  for (let pause: Promise<void> | undefined = first; pause !== undefined; pause = run.contextValue.budget.pause())
    await pause
  return work()
}

/** All of it at once where it can be, and one field after another where not. */
function complete(run: Run, field: SelectedField, path: Path, value: unknown, scope: Scope | undefined): unknown {
  if (typeof value === 'object' && value !== null && !field.isLeaf) {
    const projection = projectionAt(field, path, scope)
    if (projection !== null && hasScopes(run, projection)) {
      const answer = projection.answer(value, run.contextValue)
      if (answer !== undefined) return answer
    }
  }
  return field.complete(run, field, path, value, scope)
}

/** The plan of a field whose rows nobody planned. */
const unplanned = {}

function projectionAt(field: SelectedField, path: Path, scope: Scope | undefined): Projection | null {
  const plan = scope?.loaded ?? unplanned
  let projection = field.projections.get(plan)
  if (projection === undefined) {
    const beneath = scope === undefined ? [] : keysBetween(scope.root, path)
    projection = projectionOf({ field, loaded: scope?.loaded, beneath }) ?? null
    field.projections.set(plan, projection)
  }
  return projection
}

/** Names of fields on the way from one place to another beneath it. */
function keysBetween(root: Path, place: Path | undefined): string[] {
  const keys: string[] = []
  for (let at = place; at !== undefined && at !== root; at = at.prev)
    if (typeof at.key === 'string') keys.unshift(at.key)
  return keys
}

const placeOf = (field: SelectedField, parent: Path | undefined): Path =>
  under(parent, field.key, field.parentType.name)

/** What a resolver may ask about where it is. */
export const infoOf = (
  run: Run,
  field: SelectedField,
  path: Path,
  hearer: Hearer = { loaded: undefined },
): GraphQLResolveInfo & Hearing => ({
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
  [hearing]: hearer,
})

/** Whether what is asked for is scopes alone, and the viewer has them. */
function hasScopes({ contextValue }: Run, { scopes }: Pick<SelectedField, 'scopes'>): boolean {
  if (scopes === undefined) return false
  for (const scope of scopes) if (!contextValue.viewer.scopes.has(scope)) return false
  return true
}

/** Null with an error beside it, or the error itself where null is not allowed. */
const failed = (run: Run, field: SelectedField, path: Path, error: unknown): null =>
  nullInstead(run, field, path, error, field.isNonNull)

export function nullInstead(run: Run, field: SelectedField, path: Path, raw: unknown, isNonNull: boolean): null {
  const { budget } = run.contextValue
  if (raw instanceof AnswerTooLarge) budget.exceeded ??= raw
  if (budget.exceeded !== undefined) throw budget.exceeded // of an answer that is too large, nothing is told
  const error = locatedError(raw, field.nodes, responsePathAsArray(path))
  if (isNonNull) throw error
  run.errors.add(error, path)
  return null
}
