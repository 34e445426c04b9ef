// What bin/crossdock.mjs does, from the sources: a process of its own, so that it can be killed.
import { main } from '#cli/main'

const code = await main(process.argv.slice(2))
process.stdout.write('', () => process.exit(code))
