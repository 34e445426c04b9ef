import type { InputFieldMap, InputShapeFromFields } from '@pothos/core'
import type { PlacedEvent } from '#events/event-row'
import type { Delivery } from '#events/subscriber'
import type { Scope } from '#schema/access'
import { builder } from '#schema/builder'
import type { Context } from '#schema/context'
import { mayShow } from '#schema/event'
import { EventDelivery } from '#schema/event-delivery'
import { requireShortLists } from '#schema/order-filter'

interface StreamOptions<Args extends InputFieldMap> {
  description: string
  scope: Scope
  /** The filters; `after` is added. */
  args: Args
  /** The filter of one subscriber: each event is asked once, so whatever can be prepared is prepared here. */
  matches(args: InputShapeFromFields<Args>): (event: PlacedEvent) => boolean
}

const resuming =
  'A cursor of any stream or of `eventLog`: everything after it is replayed before the stream goes live. Without it the stream starts at now. One that the log no longer keeps is refused with extensions.code CURSOR_EXPIRED, one that is none of ours with INVALID_CURSOR.'

/** A stream of the log: one root field of Subscription. It delivers what matches and what the caller may see. */
export function stream<Args extends InputFieldMap>(name: string, options: StreamOptions<Args>): void {
  builder.subscriptionField(name, (t) =>
    t.field({
      type: EventDelivery,
      nullable: true,
      description: options.description,
      authScopes: { scope: options.scope },
      args: { after: t.arg.string({ description: resuming }), ...options.args },
      subscribe: (async (
        _root: unknown,
        args: InputShapeFromFields<Args> & { after?: string | null },
        context: Context,
      ) => {
        requireShortLists(args)
        const wanted = options.matches(args)
        return context.live.subscribe({
          after: args.after,
          matches: (event) => mayShow(event, context) && wanted(event),
        })
      }) as never, // the type of the arguments hangs on Args, which only the caller knows
      resolve: (delivery: unknown) => delivery as Delivery,
    }),
  )
}

/** Whether a value is among those requested; everything is where nothing was requested. */
export function among<T>(asked: readonly T[] | null | undefined): (value: T | null) => boolean {
  if (!asked) return () => true
  const wanted = new Set(asked)
  return (value) => value !== null && wanted.has(value)
}

/** The same for an event that names several, such as before and after. */
export function someAmong<T>(asked: readonly T[] | null | undefined): (values: readonly T[]) => boolean {
  if (!asked) return () => true
  const wanted = new Set(asked)
  return (values) => values.some((value) => wanted.has(value))
}
