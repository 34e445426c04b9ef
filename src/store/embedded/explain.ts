import { existsSync } from 'node:fs'
import { StartError } from '../start-error.ts'
import { diskFull, type Layout } from './folder.ts'
import { host } from './settings.ts'

/** What Postgres wrote before it gave up, as one sentence for the person who started Crossdock. */
export function explainFailure(said: string, layout: Layout, port?: number): StartError {
  if (/No space left on device/i.test(said)) return diskFull(layout.dataFolder)
  const line = decisiveLine(said)
  if (port !== undefined && portTaken(said)) return portInUse(port)
  if (/invalid permissions|wrong ownership|Permission denied|Operation not permitted/i.test(said)) {
    return new StartError(
      'FOLDER_UNREADABLE',
      `Postgres may not use its folder ${layout.cluster} (${line}): give the folder back to the user who started Crossdock first (chown -R, chmod 700), or set CROSSDOCK_DATA to another.`,
    )
  }
  if (/error while loading shared libraries|GLIBC_|Library not loaded/.test(said)) {
    return new StartError(
      'BINARIES_UNUSABLE',
      `The Postgres programs that npm brought do not run on this system (${line}): run "npm rebuild", or set DATABASE_URL to a Postgres of your own.`,
    )
  }
  return new StartError(
    'DATABASE_FAILED',
    `Postgres did not start in ${layout.cluster}: ${line || 'it said nothing'}; its log is ${layout.log}.`,
  )
}

export function portTaken(said: string): boolean {
  return /Address already in use|could not create any TCP\/IP sockets/i.test(said)
}

export function portInUse(port: number): StartError {
  return new StartError(
    'PORT_IN_USE',
    `Port ${port} on ${host}, where Crossdock's database should listen, is in use by another program: stop that program, or set CROSSDOCK_PG_PORT to a free port (unset, one is chosen).`,
  )
}

/** The old server's children still hold its memory for a moment, or another process of ours was first: worth another look. */
export function worthRetrying(said: string): boolean {
  return /lock file "postmaster\.pid" (already exists|is empty)|pre-existing shared memory block|is postmaster .* running|could not (open|read|write|create|remove) lock file/i.test(
    said,
  )
}

export function explainSpawnError(program: string, error: Error): StartError {
  const { code } = error as NodeJS.ErrnoException
  const why =
    code === 'ENOENT' && existsSync(program)
      ? 'this system lacks the C library they were built for, as Alpine Linux does'
      : code === 'EACCES'
        ? 'the user as whom Postgres runs may not read or execute them'
        : error.message
  return new StartError(
    'BINARIES_UNUSABLE',
    `The Postgres program ${program} cannot be run: ${why}; place Crossdock where that user can read it, or set DATABASE_URL to a Postgres of your own.`,
    { cause: error },
  )
}

function decisiveLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  const line = lines.find((each) => /FATAL|PANIC|error:/i.test(each)) ?? lines.at(-1) ?? ''
  return line.replace(/^.*?(?:FATAL|PANIC|error):\s*/i, '').trim()
}
