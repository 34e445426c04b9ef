import { createHash } from 'node:crypto'
import type { Wire } from './wire.ts'

/** Settings that go before each transaction, by connection: those of a pooler, whose sessions are everybody's. */
class LocalSettings {
  readonly #preludes = new WeakMap<object, Prelude>()

  set(client: object, settings: Record<string, string>): void {
    this.#preludes.set(client, new Prelude(settings))
  }

  of(client: object): Prelude | undefined {
    return this.#preludes.get(client)
  }
}

export const localSettings = new LocalSettings()

/** A statement before ours, in the same packet and transaction, as `SET LOCAL` would be for each setting. */
export class Prelude {
  readonly name: string
  readonly text: string

  constructor(settings: Record<string, string>) {
    const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`)
    this.text = `select ${calls.join(', ')}`
    this.name = `settings_${createHash('sha256').update(this.text).digest('base64url').slice(0, 16)}`
  }

  send(wire: Wire): void {
    if (wire.parsedStatements[this.name] === undefined) {
      wire.parse(this)
      wire.parsedStatements[this.name] = this.text
    }
    wire.bind({ portal: '', statement: this.name, values: [], binary: false })
    wire.execute({ portal: '', rows: 0 })
  }
}
