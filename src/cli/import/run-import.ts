import { readFile } from 'node:fs/promises'
import { type Client, createClient } from '#api-client/client'
import { type MapFile, parseMapFile } from '#connectors/channels/spreadsheet/map-file'
import { type ImportOptions, UsageError } from './options.ts'
import { findChannel, prepareChannel } from './prepare-channel.ts'
import { createProgress, type Progress } from './progress.ts'
import { RejectsFile, rejectsPath } from './rejects-file.ts'
import { type Sent, sendOrders } from './send-orders.ts'
import { type Settled, settle } from './settle.ts'
import { mustBeUnchanged, openSource } from './source.ts'
import { discrepancy, hasFaults, type Summary, summarise, summaryText } from './summary.ts'
import { type SurveyedFile, surveyFile } from './survey-file.ts'

export interface Io {
  stdout: { write(text: string): unknown }
  stderr: { isTTY?: boolean; write(text: string): unknown }
  /** Aborted when the person asks to stop: what is on its way is finished. */
  stop: AbortSignal
}

export const exitCodes = { done: 0, failed: 1, usage: 2, rejects: 3, stopped: 130 } as const

/** Survey, send, settle; the answer is the exit code. Errors about the file, the map or the API are thrown. */
export async function runImport(options: ImportOptions, io: Io): Promise<number> {
  const started = performance.now()
  const progress = createProgress(io.stderr)
  const map = await loadMap(options.map)
  const source = await openSource(options.file, map.file)
  const rejects = await rejectsPath(options.file, options.rejects)
  const client = options.dryRun ? null : clientFor(options, progress)
  const channel = client === null ? null : await findChannel(client, options.channel, io.stop)
  const file = await surveyFile(source, map, progress, io.stop)
  if (file === null) {
    progress.say('Stopped while reading; nothing was sent.')
    return exitCodes.stopped
  }
  const out = new RejectsFile(rejects, file.header)
  try {
    if (client !== null) await prepareChannel(client, options.channel, channel, map)
    const { sent, settled } = await transfer(file, options, client, out, progress, io.stop)
    const stopped = io.stop.aborted
    if (!stopped) {
      await mustBeUnchanged(source)
      await out.finish()
    }
    const seconds = (performance.now() - started) / 1_000
    const summary = summarise({
      file,
      channel: options.channel,
      dryRun: options.dryRun,
      stopped,
      seconds,
      sent,
      settled,
      rejects: stopped ? none : out,
    })
    io.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : summaryText(summary))
    return exitCode(summary, discrepancy(summary, file, sent), progress)
  } finally {
    await out.discard()
  }
}

const none = { path: '', rows: 0 }

async function transfer(
  file: SurveyedFile,
  { channel, concurrency }: ImportOptions,
  client: Client | null,
  rejects: RejectsFile,
  progress: Progress,
  stop: AbortSignal,
): Promise<{ sent: Sent; settled: Settled }> {
  const sent = await sendOrders(file, { client, channel, concurrency }, progress, stop)
  if (stop.aborted) return { sent, settled: { raised: 0, known: 0, refused: 0 } }
  return { sent, settled: await settle(file, sent, { client, channel }, rejects, progress, stop) }
}

function clientFor({ url, token }: ImportOptions, progress: Progress): Client {
  const onRetry = (reason: string, waitMs: number) => progress.say(`${reason}; trying again in ${waitMs / 1_000} s`)
  return createClient({ url, token, onRetry })
}

async function loadMap(path: string): Promise<MapFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `cannot read the map ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
  const parsed = parseMapFile(text)
  if (parsed.ok) return parsed.map
  throw new UsageError(`the map ${path} has faults:\n${parsed.faults.map((fault) => `  ${fault}`).join('\n')}`)
}

function exitCode(summary: Summary, wrong: string | null, progress: Progress): number {
  if (summary.stopped) return exitCodes.stopped
  if (wrong !== null) {
    progress.say(`The numbers of this import do not add up: ${wrong}. Repeat the command; if it stays, report it.`)
    return exitCodes.failed
  }
  return hasFaults(summary) ? exitCodes.rejects : exitCodes.done
}
