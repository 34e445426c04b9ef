import { median, startServer, table } from '../server.mjs'

/** Cold start on an existing database until /readyz, and memory when idle. */
export async function startScenario(server, folder) {
  const times = []
  let current = server
  for (let round = 0; round < 3; round++) {
    await current.stop()
    current = await startServer(folder)
    times.push(current.startedIn / 1000)
  }
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  table([
    ['measure', 'figure', 'wanted'],
    ['cold start to ready, existing database', `${median(times).toFixed(2)} s`, '3 s'],
    ['resident memory, idle for 10 s', `${current.memory().toFixed(0)} MB`, '250 MB'],
  ])
  return current
}
