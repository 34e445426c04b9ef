import { fileURLToPath } from 'node:url'

/** The newest LTS of Node, from npm: all servers of one comparison run on it. */
export const newestNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
