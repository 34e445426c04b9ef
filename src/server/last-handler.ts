import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'

/**
 * What nobody caught is logged with an id, and the process goes on. On purpose: whatever was half done lies in a transaction that ends with its
 * connection or by its time limit, jobs are safe to repeat, and a process that ends for one caller ends everybody else's streams and requests.
 */
export function logUncaught(logger: Logger): void {
  const log = (error: unknown, origin: string) =>
    logger.fatal({ err: error, errorId: randomUUID(), origin }, 'nobody caught an error; the process goes on')
  process.on('uncaughtException', log)
  process.on('unhandledRejection', (reason) => log(reason, 'unhandledRejection'))
}
