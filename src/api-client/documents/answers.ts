/** Why a mutation refused, as the documents of this folder request it. */
export interface UserError {
  code: string
  message: string
  field: string[] | null
}

/** What every mutation answers; null where the field failed as a whole. */
export type Answer<Rest extends object = object> = (Rest & { userErrors: UserError[] }) | null

/** The refusals of an answer. A field that failed as a whole counts as one. */
export const refusals = (answer: Answer): UserError[] =>
  answer?.userErrors ?? [{ code: 'NO_ANSWER', message: 'the API did not answer', field: null }]

/** The same of a call of many: those of the call as a whole, and those of each of its parts. */
export const everyRefusal = (answer: Answer<{ results: { userErrors: UserError[] }[] }>): UserError[] => [
  ...refusals(answer),
  ...(answer?.results ?? []).flatMap(({ userErrors }) => userErrors),
]
