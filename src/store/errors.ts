/** The SQLSTATE of an error from `pg` or from Prisma's adapter; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, meta, cause } = error as { code?: unknown; meta?: Record<string, unknown>; cause?: unknown }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code)) return code
  const adapter = (meta?.driverAdapterError as { cause?: { originalCode?: string } } | undefined)?.cause?.originalCode
  if (typeof adapter === 'string') return adapter
  if (typeof meta?.code === 'string') return meta.code
  const original = (error as { originalCode?: unknown }).originalCode
  return typeof original === 'string' ? original : sqlState(cause)
}

/** Facts that were read one after the other do not fit together: the same news as a lost version check. */
export class FactsMoved extends Error {
  readonly code = 'CD001'
}

const versionConflicts = ['CD001']
const stockConflicts = ['23514']
const uniqueConflicts = ['23505']
const lockConflicts = ['40P01', '40001', '55P03']

/** Something changed since it was read: load, decide and commit again. Lock and stock conflicts are the same news. */
export const isConflict = (error: unknown): boolean =>
  [...versionConflicts, ...stockConflicts, ...uniqueConflicts, ...lockConflicts].includes(sqlState(error) ?? '')

/** Postgres says that it did nothing, or undid it (57014: a limit of time). Of an error that it did not say, nobody knows. */
export const isRefused = (error: unknown): boolean => /^(21|22|23|40|42|54|55|57014|P0|CD)/.test(sqlState(error) ?? '')

/** A conflict that another's write explains; a check that fails every time is a defect of ours, and must show. */
export const isContention = (error: unknown): boolean =>
  [...versionConflicts, ...lockConflicts].includes(sqlState(error) ?? '')

/** Another held a lock for longer than this one may wait. */
export const isLockTimeout = (error: unknown): boolean => sqlState(error) === '55P03'

export const isKeyInUse = (error: unknown): boolean => sqlState(error) === 'CD002'
export const isKeyUsed = (error: unknown): boolean => sqlState(error) === 'CD003'
