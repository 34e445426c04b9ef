// PostGraphile 5 over the same tables, as its documentation sets it up for production.
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { makePgSmartTagsPlugin } from 'postgraphile/utils'

const ofTable = (name, tags) => ({
  kind: 'class',
  match: ({ relname, relkind }) => relname === name && relkind === 'r',
  tags,
})

const serving = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [
    makePgSmartTagsPlugin([
      ofTable('order', { unique: 'number' }),
      ...['event', 'log_head', 'event_log'].map((name) => ofTable(name, { behavior: '-*' })),
    ]),
  ],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['public'],
      pubsub: false,
      poolConfig: { max: 16 },
    }),
  ],
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false, websockets: false },
}).createServ(grafserv)
const server = createServer()
await serving.addTo(server)
server.listen(Number(process.env.PORT), '127.0.0.1')
