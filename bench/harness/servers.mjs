import { fileURLToPath } from 'node:url'
import { cpuOf, freePort } from '../server.mjs'
import { endChild, startChild } from './children.mjs'
import { newestNode } from './node.mjs'

export const token = 'bench-admin-token-0123456789-0123456789'
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Starts one server of a comparison and waits until it answers. */
export async function startPeer({ name, script, args = [], path, headers = {}, probe }, environment) {
  const port = await freePort()
  const child = startChild(newestNode, [here(script), ...args], {
    env: { ...process.env, NODE_ENV: 'production', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore'],
  })
  const ask = async (body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body,
    })
    const answer = await response.json()
    if (response.status !== 200 || answer.errors) throw new Error(`${name}: ${JSON.stringify(answer).slice(0, 600)}`)
    return answer.data
  }
  const until = performance.now() + 60_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}; BENCH_VERBOSE=1 shows why`)
    const ready = await ask(probe).then(
      () => true,
      (error) => (performance.now() > until ? error : false),
    )
    if (ready === true) break
    if (ready !== false) throw ready
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    name,
    port,
    path,
    headers,
    ask,
    cpu: () => cpuOf(child.pid),
    stop: () => endChild(child),
  }
}

/**
 * Asks a server from a process of its own: for so many milliseconds, or each body once. Gives answers a second, and the processor
 * time of the server for each. An answer without the text `expect` is an error.
 */
export async function load(server, bodies, { atOnce = 16, milliseconds, expect } = {}) {
  const before = server.cpu()
  const child = startChild(newestNode, [here('./load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const { port, path, headers } = server
  child.stdin.end(JSON.stringify({ port, path, headers, bodies, atOnce, milliseconds, expect }))
  let text = ''
  for await (const part of child.stdout) text += part
  if (text === '') throw new Error(`${server.name} was asked and the load ended without a figure: see above`)
  const { answers, seconds, p50, p99 } = JSON.parse(text)
  return { rate: answers / seconds, cpu: ((server.cpu() - before) * 1000) / answers, p50, p99 }
}
