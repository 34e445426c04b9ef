/** Rows that go into one piece of text: about a millisecond's work. */
const PIECE = 100
/** The format in which Postgres takes the bytes of a jsonb parameter. */
const VERSION = Buffer.from([1])

/** A jsonb parameter as bytes, made piece by piece: a text of megabytes would be measured and copied in one go as it is sent. */
export class Jsonb {
  readonly bytes: Buffer

  constructor(pieces: readonly Buffer[]) {
    this.bytes = Buffer.concat([VERSION, ...pieces])
  }

  toString(): string {
    return this.bytes.toString('utf8', VERSION.length)
  }
}

/** The JSON of lists by name, and of batches of rows beside them. Stops after each piece. */
export function* jsonbOf({
  rows = [],
  ...lists
}: {
  rows?: { rows: object[] }[]
  [name: string]: unknown[] | undefined
}): Generator<void, Jsonb> {
  const pieces: Buffer[] = []
  const write = (text: string) => void pieces.push(Buffer.from(text))
  write('{"rows":[')
  for (const [index, { rows: all, ...facts }] of rows.entries()) {
    write(`${index === 0 ? '' : ','}${JSON.stringify(facts).slice(0, -1)},"rows":`)
    yield* writeList(all, write)
    write('}')
  }
  write(']')
  for (const [name, list = []] of Object.entries(lists)) {
    write(`,${JSON.stringify(name)}:`)
    yield* writeList(list, write)
  }
  write('}')
  return new Jsonb(pieces)
}

function* writeList(items: readonly unknown[], write: (text: string) => void): Generator<void, void> {
  write('[')
  for (let from = 0; from < items.length; from += PIECE) {
    write(`${from === 0 ? '' : ','}${JSON.stringify(items.slice(from, from + PIECE)).slice(1, -1)}`)
    yield
  }
  write(']')
}
