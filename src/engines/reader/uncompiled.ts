/** A read that the reader has no SQL for; Prisma answers it. The reason is for whoever wants to teach it. */
export class Uncompiled extends Error {}

export const uncompiled = (reason: string): never => {
  throw new Uncompiled(reason)
}

/** A read that went to Prisma, and why. */
export interface UncompiledRead {
  model: string
  method: string
  reason: string
}

/** Counts the reads of a process that went to Prisma, by model. */
export class UncompiledReads {
  readonly counts = new Map<string, number>()
  private readonly tell: (read: UncompiledRead) => void

  constructor(tell: (read: UncompiledRead) => void = () => {}) {
    this.tell = tell
  }

  note(read: UncompiledRead): void {
    this.counts.set(read.model, (this.counts.get(read.model) ?? 0) + 1)
    this.tell(read)
  }
}
