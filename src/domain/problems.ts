/** Why a business rule refused: one stable list of codes for the whole API. */
export const problemCodes = [
  'NOT_FOUND',
  'AMBIGUOUS',
  'INVALID_INPUT',
  'LIMIT_EXCEEDED',
  'STALE_VERSION',
  'INVALID_TRANSITION',
  'ALREADY_DONE',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'ORDER_ON_HOLD',
  'VALIDATION_FAILED',
  'PAYMENT_NOT_CAPTURED',
  'INSUFFICIENT_STOCK',
  'NO_ROUTE',
  'TOTAL_MISMATCH',
  'UNKNOWN_SKU',
  'UNKNOWN_CHANNEL',
  'UNKNOWN_WAREHOUSE',
  'UNKNOWN_STATUS',
  'UNKNOWN_REASON_CODE',
  'REASON_REQUIRED',
  'QUANTITY_EXCEEDED',
  'AMOUNT_EXCEEDED',
  'CURRENCY_MISMATCH',
  'TOO_LATE_TO_CHANGE',
  'LABEL_IN_DOUBT',
  'CARRIER_REJECTED',
  'CHANNEL_REJECTED',
  'NOT_ENABLED_FOR_CHANNEL',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** A refusal. The message says what happened, to what, and what to do; `field` is the path into the mutation's arguments. */
export interface Problem {
  code: ProblemCode
  message: string
  field?: string[]
  details?: unknown
}

export const problem = (code: ProblemCode, message: string, field?: string[], details?: unknown): Problem => ({
  code,
  message,
  ...(field === undefined ? {} : { field }),
  ...(details === undefined ? {} : { details }),
})

/** Thrown inside a decision to refuse it as a whole; the mutation turns it into `userErrors`. Nothing was written. */
export class Refusal extends Error {
  readonly problems: Problem[]

  constructor(...problems: Problem[]) {
    super(problems.map((p) => p.message).join(' '))
    this.name = 'Refusal'
    this.problems = problems
  }
}

export const refuse = (code: ProblemCode, message: string, field?: string[], details?: unknown): never => {
  throw new Refusal(problem(code, message, field, details))
}
