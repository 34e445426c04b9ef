import type { ExceptionKind } from '#domain/vocabulary'

/** What a person has to look at when a job gives up. No personal data. */
export interface GivenUp {
  kind: ExceptionKind
  /** One sentence for a person. Two that are the same, about the same order, are one case. */
  summary: string
  orderId?: string
  shipmentId?: string
  evidence?: Record<string, unknown>
}

/** What became of one run of a job, as a value; the queue acts on it. */
export type Outcome =
  | { is: 'done' }
  /** All well, and there is a next round: a poll, a parcel under way. Failures so far are forgotten. */
  | { is: 'again'; ms: number }
  /** It did not work out; try once more, and count it. Not counted: nothing is wrong with the job, so it may be tried for ever. */
  | { is: 'retryAfter'; ms: number; reason: string; notCounted?: true }
  /** It will not work out by trying: ask a person. */
  | { is: 'giveUp'; exception: GivenUp }

export const done: Outcome = { is: 'done' }
export const again = (ms: number): Outcome => ({ is: 'again', ms })
export const retryAfter = (ms: number, reason: string): Outcome => ({ is: 'retryAfter', ms, reason })
export const retryUncounted = (ms: number, reason: string): Outcome => ({
  is: 'retryAfter',
  ms,
  reason,
  notCounted: true,
})
export const giveUp = (exception: GivenUp): Outcome => ({ is: 'giveUp', exception })
