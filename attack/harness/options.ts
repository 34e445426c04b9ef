import { parseArgs } from 'node:util'

export interface Options {
  /** The bounded form that runs within `npm test`. */
  short: boolean
  /** Names of probes, or beginnings of them; empty: all of the form. */
  only: string[]
  seed: number
  /** Folder of the built Crossdock that is attacked. */
  server: string
  /** A file for the figures. */
  json: string | undefined
}

const usage = 'usage: npm run attack -- [--short] [--only NAME …] [--seed N] [--server FOLDER] [--json FILE]'

/** What the command line asks for; what is wrong with it ends the run with a sentence. */
export function readOptions(args: string[], ownFolder: string): Options {
  try {
    const { values } = parseArgs({
      args,
      options: {
        short: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: '1' },
        server: { type: 'string', default: ownFolder },
        json: { type: 'string' },
      },
    })
    const seed = Number(values.seed)
    if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed is no whole number: ${values.seed}`)
    return { short: values.short, only: values.only, seed, server: values.server, json: values.json }
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    process.exit(2)
  }
}
