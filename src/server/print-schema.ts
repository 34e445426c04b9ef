import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { printSchema } from 'graphql'
import { buildSchema } from './graph.ts'

// `npm run schema`: writes what the server serves to schema.graphql, which is committed, so that every change of it is seen.

const file = fileURLToPath(new URL('../../schema.graphql', import.meta.url))
writeFileSync(file, `${printSchema(buildSchema())}\n`)
process.stdout.write(`Wrote ${file}\n`)
