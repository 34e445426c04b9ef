import { setImmediate as nextTurn } from 'node:timers/promises'

/** Objects in one answer. */
export const ANSWER_OBJECTS = 100_000
/** Bytes of one answer, about. */
export const ANSWER_BYTES = 16_000_000
/** Bytes that Postgres sends for one answer: it writes no names of fields, so this makes an answer of about twice as many. */
export const READ_BYTES = 8_000_000

/** From so many bytes on, what Postgres sent is parsed, made into rows and answered in turns of the loop of their own. */
export const LARGE_READ = 500_000

/** Objects that are made in one turn of the loop, where the answer can be cut there. */
const TURN_OBJECTS = 5_000

/** A text up to this length is counted with its field, which is cheaper than looking at each. */
export const SHORT_TEXT = 64

/** What a leaf in a list is taken to have. */
const ITEM_BYTES = 8

/** What a short value of a field is taken to have. */
const VALUE_BYTES = 16

const limits = {
  objects: `${ANSWER_OBJECTS} objects`,
  bytes: `${ANSWER_BYTES / 1_000_000} MB`,
  read: `${READ_BYTES / 1_000_000} MB read from the database`,
}

/** An answer grew beyond its bounds while it was made; nothing of it is sent. */
export class AnswerTooLarge extends Error {
  readonly objects: number
  readonly bytes: number

  constructor({ objects, bytes }: AnswerBudget, what: keyof typeof limits) {
    super(
      `The answer came to more than ${limits[what]}, the most that one may hold: ask for smaller pages, or for less of each row.`,
    )
    this.objects = objects
    this.bytes = bytes
  }
}

/** What one answer holds so far. Whoever adds to it counts here first, so that an answer that grows too large is ended as it is made. */
export class AnswerBudget {
  objects = 0
  /** About: names and short values of a field count the same for every row. */
  bytes = 0
  /** Bytes that Postgres sent for it. */
  read = 0
  /** Set once it is too large: whatever still goes on ends with this. */
  exceeded: AnswerTooLarge | undefined
  #objectsBefore = 0
  #pause: Promise<void> | undefined

  /** Counts an object whose names and short values are so long. */
  object(width: number): void {
    this.objects++
    this.bytes += width
    if (this.objects > ANSWER_OBJECTS || this.bytes > ANSWER_BYTES) this.refuse()
  }

  add(bytes: number): void {
    this.bytes += bytes
    if (this.bytes > ANSWER_BYTES) this.refuse()
  }

  /** Counts the leaves of a list. */
  items(count: number): void {
    this.add(ITEM_BYTES * count)
  }

  /** Counts a value that may be long. */
  value(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length > SHORT_TEXT) this.add(value.length)
    } else if (typeof value === 'object' && value !== null) this.add(lengthOf(value))
  }

  /** Whether so much was read that it is worked on in turns of the event loop. */
  get isLarge(): boolean {
    return this.read > LARGE_READ
  }

  /** Counts what Postgres sent, before it is parsed; false where it is too much. */
  take(bytes: number): boolean {
    this.read += bytes
    if (this.read > READ_BYTES) this.exceeded ??= new AnswerTooLarge(this, 'read')
    return this.exceeded === undefined
  }

  /** Set where so much was made in this turn of the loop that others come in first; whoever waited asks again. */
  pause(): Promise<void> | undefined {
    if (this.objects - this.#objectsBefore < TURN_OBJECTS) return undefined
    this.#pause ??= nextTurn().then(() => {
      this.#pause = undefined
      this.#objectsBefore = this.objects
    })
    return this.#pause
  }

  /** Begins the next answer of a stream. */
  restart(): void {
    this.objects = 0
    this.#objectsBefore = 0
    this.bytes = 0
    this.read = 0
    this.exceeded = undefined
  }

  private refuse(): never {
    this.exceeded ??= new AnswerTooLarge(this, this.objects > ANSWER_OBJECTS ? 'objects' : 'bytes')
    throw this.exceeded
  }
}

/** About how many bytes names and short values of one object are. */
export const widthOf = (fields: readonly { key: string; isLeaf: boolean }[]): number =>
  fields.reduce((width, { key, isLeaf }) => width + key.length + 4 + (isLeaf ? VALUE_BYTES : 0), 2)

/** About how long a value of JSON is as a text. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value !== 'object' || value === null) return 8
  let length = 2
  if (Array.isArray(value)) for (const item of value) length += lengthOf(item)
  else for (const name in value) length += name.length + 4 + lengthOf((value as Record<string, unknown>)[name])
  return length
}
