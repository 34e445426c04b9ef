import { serveLoopback } from '#connectors/loopback'

/** An address of this machine where nobody listens any more. */
export async function nobody(): Promise<string> {
  const { url, stop } = await serveLoopback(() => ({ status: 200 }))
  await stop()
  return url
}
