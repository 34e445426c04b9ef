/** The answer of a pure function that may refuse: a value, or one sentence that says what is wrong and what would be right. */
export type Result<T> = { ok: true; value: T } | { ok: false; message: string }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message })
