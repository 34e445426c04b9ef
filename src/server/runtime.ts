import type { Logger } from 'pino'
import { UncompiledReads } from '#engines/reader'
import { Boards } from '#events/boards'
import { Log } from '#events/log'
import { connect, type Store } from '#store/connect'
import { startEmbedded } from '#store/embedded/start'
import { migrate, requireDatabase } from '#store/migrate'
import type { Config } from './config.ts'
import { REQUEST_MS } from './limits.ts'

/** What every process stands on: a migrated database, the store over it, and the log. */
export interface Runtime {
  config: Config
  logger: Logger
  /** The database, perhaps through a pooler. */
  databaseUrl: string
  /** The database itself: for LISTEN, migrations and the queue. */
  directUrl: string
  store: Store
  /** Reads that Prisma had to answer. */
  uncompiled: UncompiledReads
  log: Log
  boards: Boards
  /** Ends it all; an embedded database stops when no other process of ours uses it. */
  close(): Promise<void>
}

export async function startRuntime(config: Config, logger: Logger): Promise<Runtime> {
  const onLost = (error: Error) => logger.fatal({ err: error }, 'the embedded database is gone')
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbedded(config.dataFolder, { port: config.embeddedPort, onLost })
      : undefined
  try {
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? ''
    const directUrl = config.directDatabaseUrl ?? embedded?.url ?? databaseUrl
    if (databaseUrl !== directUrl) await requireDatabase(databaseUrl)
    await migrate(directUrl, { onApply: (names) => logger.info({ migrations: names }, 'migrating the database') })
    const opened = await open(config, logger, { databaseUrl, directUrl })
    return {
      ...opened,
      async close() {
        await opened.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

type Urls = Pick<Runtime, 'databaseUrl' | 'directUrl'>

async function open(config: Config, logger: Logger, urls: Urls): Promise<Runtime> {
  const onError = (error: unknown) => logger.warn({ err: error }, 'the database or the log stumbled')
  const uncompiled = new UncompiledReads((read) => logger.debug(read, 'Prisma answered what the reader has no SQL for'))
  const store = connect(urls.databaseUrl, {
    size: config.databasePoolSize,
    fastPath: config.fastPath,
    statementMs: REQUEST_MS,
    onError,
    uncompiled,
  })
  const log = new Log({
    handle: store.handle,
    listenUrl: urls.directUrl,
    ...(config.redisUrl === undefined ? {} : { redisUrl: config.redisUrl }),
    onError,
    onAlarm: (message) => logger.fatal(message),
    onNote: (message) => logger.warn(message),
  })
  const boards = new Boards({ handle: store.handle, log, onError })
  const close = async () => {
    boards.close()
    await log.close()
    await store.close()
  }
  try {
    await log.start()
  } catch (error) {
    await close().catch(onError)
    throw error
  }
  return { config, logger, ...urls, store, uncompiled, log, boards, close }
}
