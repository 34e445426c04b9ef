import { task } from '#jobs/job'
import { done } from '#jobs/outcome'
import { startWorker } from '#jobs/worker'
import { openPool } from '#store/pool'
import { jobContextOf, recordingApi, thing } from './support.ts'

// A worker as a process of its own, which hangs in its job until it is killed.
const pool = openPool(process.argv[2] ?? '', { size: 4 })
const hang = task({
  name: 'hang',
  payload: thing,
  async run() {
    console.log('took the job')
    await new Promise((resolve) => setTimeout(resolve, 3_600_000))
    return done
  },
})
await startWorker({ pool, tasks: [hang], context: jobContextOf(recordingApi()), concurrency: 1, lookMs: 100 })
console.log('works')
