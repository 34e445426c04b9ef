import type { Prisma } from '#store/generated/client'

/** A JSON column as the type that the domain wrote into it. */
export const stored = <T>(value: Prisma.JsonValue): T => value as unknown as T // only the domain writes these columns
