import type { NewChannelEvent } from '../events/settings.ts'
import { refuse } from '../problems.ts'
import { canonicalJson } from '../values/text.ts'
import type { AutomationStage } from '../vocabulary.ts'
import { checkedInteger, checkedText } from './checked.ts'

/** Steps from order capture to dispatch confirmation; a path with more wants to be two. */
export const HANDOFF_LIMIT = 100

/** One step of the way of an order: from what to what, and whether a person still does it. */
export interface HandoffStep {
  step: number
  name: string
  source: string
  target: string
  automated: boolean
  stage: AutomationStage | null
}

/** The whole path as it shall be, in the order of its steps, and what changes; null when it is so already. */
export function saveHandoffs(
  channelKey: string,
  before: readonly HandoffStep[],
  wanted: readonly (Omit<HandoffStep, 'stage'> & { stage?: AutomationStage | null })[],
): { steps: HandoffStep[]; event: NewChannelEvent } | null {
  if (wanted.length > HANDOFF_LIMIT)
    refuse('LIMIT_EXCEEDED', `A channel has at most ${HANDOFF_LIMIT} hand-offs; these are ${wanted.length}.`, [
      'handoffs',
    ])
  const seen = new Set<number>()
  const steps = wanted.map((handoff, index): HandoffStep => {
    const at = (field: string) => ['handoffs', String(index), field]
    if (seen.has(handoff.step))
      refuse('INVALID_INPUT', `Step ${handoff.step} is given twice; number each step once.`, at('step'))
    seen.add(handoff.step)
    return {
      step: checkedInteger(handoff.step, 'A step', at('step'), 10_000, 1),
      name: checkedText(handoff.name, 'The name', at('name')),
      source: checkedText(handoff.source, 'The source', at('source')),
      target: checkedText(handoff.target, 'The target', at('target')),
      automated: handoff.automated,
      stage: handoff.stage ?? null,
    }
  })
  const inOrder = (all: readonly HandoffStep[]) => all.toSorted((a, b) => a.step - b.step)
  const after = inOrder(steps)
  const old = inOrder(before)
  if (canonicalJson(old) === canonicalJson(after)) return null
  const changes = [{ field: 'handoffs' as const, before: old, after }]
  return { steps: after, event: { type: 'CHANNEL_SAVED', channelKey, changes } }
}
