import { setFlagsFromString } from 'node:v8'
import { ApiError } from '#api-client/client'
import { importHelp, readOptions, UsageError } from './options.ts'
import { exitCodes, runImport } from './run-import.ts'
import { sourceFault } from './source.ts'

// By default the heap grows to four times what lives in it; the importer shares its machine with the server and the
// database, and pays 5 % more time for 70 MB less.
const MODEST_HEAP = '--heap-growing-percent=50'

/** `crossdock import`: the answer is the exit code. */
export async function importCommand(argv: string[]): Promise<number> {
  setFlagsFromString(MODEST_HEAP)
  const stop = new AbortController()
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(exitCodes.stopped)
    process.stderr.write('\nStopping: what is on its way is finished. Press Ctrl-C again to leave at once.\n')
    stop.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  try {
    const options = readOptions(argv, process.env)
    if (options === 'help') {
      process.stdout.write(importHelp)
      return exitCodes.done
    }
    return await runImport(options, { stdout: process.stdout, stderr: process.stderr, stop: stop.signal })
  } catch (error) {
    return explain(error)
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

function explain(error: unknown): number {
  const say = (text: string) => process.stderr.write(`\ncrossdock import: ${text}\n`)
  if (error instanceof UsageError) {
    say(`${error.message}\nSee crossdock import --help.`)
    return exitCodes.usage
  }
  const fault = sourceFault(error)
  if (fault !== null) say(fault)
  else if (error instanceof ApiError) {
    say(`${error.message}.\nWhat is in stays in; repeat the command when the cause is mended.`)
  } else say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return exitCodes.failed
}
