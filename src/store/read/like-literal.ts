/** A text within a LIKE pattern, where every character of it is itself: Prisma's `contains` and its like are LIKEs, and escape nothing. */
export const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
