type Decode = (raw: never) => unknown

const list = (rows: unknown[], decode: (row: unknown) => unknown): unknown[] => {
  const out: unknown[] = []
  for (const row of rows) out.push(decode(row))
  return out
}
const reversed = (rows: unknown[], decode: (row: unknown) => unknown): unknown[] => list(rows, decode).reverse()

/**
 * JavaScript that turns rows as they travel into rows as Prisma gives them, written once per shape: an object literal is made several
 * times faster than an object whose properties are added one by one. It holds names of the datamodel and nothing of a caller's.
 */
export class Program {
  private readonly functions: string[] = []

  /** A function of `r` that answers with this object; answers with its name. */
  define(source: string): string {
    const name = `d${this.functions.length}`
    this.functions.push(`const ${name} = (r) => (${source});`)
    return name
  }

  /** The function that was defined under this name. */
  compile(name: string): Decode {
    return new Function('list', 'reversed', `'use strict'; ${this.functions.join('\n')}\nreturn ${name};`)(
      list,
      reversed,
    )
  }

  /** The same for a list of rows. */
  compileList(name: string, isBackwards: boolean): Decode {
    const decode = this.compile(name)
    const whole = isBackwards ? reversed : list
    return ((rows: unknown[]) => whole(rows, decode as (row: unknown) => unknown)) as Decode
  }
}
