/** A stop that takes longer is cut off. */
const STOP_MS = 20_000

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The first signal stops in order, a second one at once. `delayMs`: before the stop the server only says that it will. */
export function stopOnSignals(stop: () => Promise<void>, delayMs = 0): void {
  let stopping = false
  const onSignal = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    say(`\n${signal}: finishing what runs, then stopping. Once more stops at once.`)
    setTimeout(() => process.exit(1), STOP_MS + delayMs).unref()
    await stop().catch((error: unknown) => {
      process.stderr.write(`The stop did not go well: ${String(error)}\n`)
      process.exitCode = 1
    })
    process.exit()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}
