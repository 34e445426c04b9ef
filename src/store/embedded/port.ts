import { randomInt } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Layout } from './folder.ts'
import { host } from './settings.ts'

/** Below what Linux and macOS hand to outgoing connections, so that a remembered port is not taken by chance later. */
const lowest = 20_000
const highest = 32_000

export async function choosePort(layout: Layout): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(lowest, highest)
    if (await isFree(port)) {
      rememberPort(layout, port)
      return port
    }
  }
  throw new Error(`No free port between ${lowest} and ${highest} on ${host}: set CROSSDOCK_PG_PORT.`)
}

export function rememberedPort(layout: Layout): number | undefined {
  try {
    const port = Number(readFileSync(layout.port, 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
  } catch {
    return undefined
  }
}

function rememberPort(layout: Layout, port: number): void {
  writeFileSync(layout.port, `${port}\n`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, host, () => server.close(() => done(true)))
  })
}
