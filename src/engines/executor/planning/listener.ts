import type { Loaded } from './loaded.ts'

/** Where the executor listens in `info` to what was loaded; it tells the Prisma plugin only where that resolves a field beneath. */
export const loadListener = Symbol('loadListener')

export interface Listening {
  [loadListener]: LoadListener
}

export interface LoadListener {
  /** What the rows that the field answers with were loaded with, where it asked for a planned query. */
  loaded: Loaded | undefined
}
