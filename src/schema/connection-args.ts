/** Rows of a page where the caller does not say. */
export const DEFAULT_PAGE = 20
/** Rows that a page may have; more is refused by the limits of the server, see docs/limits.md. */
export const LARGEST_PAGE = 100

/** Every connection that hangs on a parent. Its cursor is the row's id. */
export const listArgs = { cursor: 'id', defaultSize: DEFAULT_PAGE, maxSize: LARGEST_PAGE } as const
