// A process of ours that uses the database in a folder until it is asked to stop or killed.
import { startEmbedded } from '#store/embedded/start'

const database = await startEmbedded(process.argv[2] ?? '', { durability: 'off' })
console.log(`ready ${JSON.stringify({ url: database.url, adopted: database.adopted })}`)
process.stdin.on('data', async () => {
  await database.stop()
  console.log('stopped')
  process.exit(0)
})
