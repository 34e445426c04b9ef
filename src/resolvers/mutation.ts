import type { InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core'
import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from 'graphql'
import { type Problem, problem, Refusal } from '#domain/problems'
import { digestInSteps, isStorable } from '#domain/values/text'
import type { Scope } from '#schema/access'
import { builder } from '#schema/builder'
import type { Context } from '#schema/context'
import { idempotentDirective } from '#schema/directives'
import type { Payload } from '#schema/payloads'
import { isConflict, isContention, isKeyInUse, isKeyUsed, isLockTimeout } from '#store/errors'
import { storedOutcome } from '#store/read/stored-outcome'
import { inSlices } from '#store/turn'
import { CommandContext, type Idempotency } from './command-context.ts'

/** How often a write is decided again when what it was decided on has changed meanwhile. */
export const ATTEMPTS = 10
/** Characters of an idempotency key. */
export const IDEMPOTENCY_KEY_LENGTH = 200

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never

interface MutationOptions<Shape extends Payload, Args extends InputFieldMap> {
  description: string
  payload: ObjectRef<Types, Shape>
  args: Args
  scope: Scope
  /** What an answer holds besides `userErrors` when the whole call was refused, such as an empty list of results. */
  refused?: Partial<Shape>
  /** Load facts, decide (pure), commit. It runs again when the facts changed meanwhile, so nothing in it acts outside the database. */
  run: (
    args: InputShapeFromFields<Args>,
    command: CommandContext,
  ) => Promise<Omit<Shape, 'userErrors'> & Partial<Payload>>
}

/** A mutation: one root field with its access rule, refusals as `userErrors`, retries, `@idempotent` and a savepoint in a dry run. */
export function mutation<Shape extends Payload, Args extends InputFieldMap>(
  name: string,
  options: MutationOptions<Shape, Args>,
): void {
  builder.mutationField(name, (t) =>
    t.field({
      type: options.payload,
      nullable: true,
      description: options.description,
      args: options.args,
      authScopes: { scope: options.scope },
      resolve: (async (_root: unknown, args: InputShapeFromFields<Args>, context: Context, info: GraphQLResolveInfo) =>
        perform(name, options, args, context, info)) as never, // the resolver's type hangs on Args, which only the caller knows
    }),
  )
}

async function perform<Shape extends Payload, Args extends InputFieldMap>(
  name: string,
  options: MutationOptions<Shape, Args>,
  args: InputShapeFromFields<Args>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Partial<Shape> & Payload> {
  const answer = (subject: Partial<Shape>, userErrors: Problem[]) =>
    ({ ...options.refused, ...subject, userErrors }) as Partial<Shape> & Payload
  const key = getDirectiveValues(idempotentDirective, info.fieldNodes[0]!, info.variableValues)?.key as
    | string
    | undefined
  const idempotency = key === undefined ? undefined : await idempotencyOf(key, { name, args }, context)
  if (idempotency !== undefined && 'code' in idempotency) return answer({}, [idempotency])

  for (let attempt = 1; ; attempt++) {
    if (idempotency !== undefined) {
      const stored = await storedOutcome(context.handle, idempotency)
      if (stored !== undefined) {
        if (stored.requestHash === idempotency.requestHash) return stored.outcome as Partial<Shape> & Payload
        return answer({}, [
          problem(
            'IDEMPOTENCY_KEY_REUSED',
            `The idempotency key "${key}" was used for another call. Take a new key for a new write.`,
          ),
        ])
      }
    }
    const command = new CommandContext(context, idempotency)
    try {
      const payload = await context.handle.isolated(() => options.run(args, command))
      return { userErrors: [], ...payload } as unknown as Partial<Shape> & Payload // the shape less userErrors, plus userErrors
    } catch (error) {
      if (error instanceof Refusal) return answer(command.subject as Partial<Shape>, error.problems)
      if (isKeyInUse(error))
        return answer({}, [
          problem(
            'IDEMPOTENCY_IN_PROGRESS',
            `A call with the idempotency key "${key}" is still at work. Repeat in a moment.`,
          ),
        ])
      // A dry run that waits again and again would keep its own locks all the while.
      if (context.handle.dryRun && isLockTimeout(error)) throw lockedOut()
      if (!isConflict(error) && !isKeyUsed(error)) throw error
      if (attempt === ATTEMPTS) {
        if (!isContention(error)) throw error
        return answer(command.subject as Partial<Shape>, [
          problem(
            'STALE_VERSION',
            `It is being changed by many at once: ${ATTEMPTS} attempts met another's write. Repeat in a moment.`,
          ),
        ])
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * attempt))
    }
  }
}

/** The key of a call with what it requests; or why the call cannot have one. */
async function idempotencyOf(key: string, call: object, { viewer }: Context): Promise<Idempotency | Problem> {
  if (key.length === 0 || key.length > IDEMPOTENCY_KEY_LENGTH)
    return problem(
      'INVALID_INPUT',
      `An idempotency key has 1 to ${IDEMPOTENCY_KEY_LENGTH} characters; this one has ${key.length}.`,
    )
  if (!isStorable(key))
    return problem('INVALID_INPUT', 'The idempotency key holds a NUL character or half a surrogate pair; take another.')
  try {
    return { principalId: viewer.principalId, key, requestHash: await inSlices(digestInSteps(call)) }
  } catch (error) {
    // JSON that is too deep, or a number without end: the only values that have no digest.
    return problem('INVALID_INPUT', `The arguments cannot be compared with a repeat: ${(error as Error).message}.`)
  }
}

const lockedOut = (): GraphQLError =>
  new GraphQLError('The dry run met a lock that a real write held for too long: try again in a moment.', {
    extensions: { code: 'DRY_RUN_FAILED' },
  })
