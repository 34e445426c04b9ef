import { StartError } from './start-error.ts'

/** Host, port and database of a connection string, without its password. */
export function whereIs(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url)
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`
  } catch {
    return 'the address in DATABASE_URL'
  }
}

/** Why a database cannot be reached, in one sentence that never shows the password. */
export function explainConnection(url: string, error: Error): StartError {
  const { code } = error as { code?: string }
  const say = (what: string) =>
    new StartError('DATABASE_UNREACHABLE', `The database at ${whereIs(url)} ${what}.`, { cause: error })
  switch (code) {
    case 'ECONNREFUSED':
      return say('does not answer: start it, or check host and port in DATABASE_URL')
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say('cannot be found: check the host name in DATABASE_URL')
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return say('cannot be reached over the network: check host, port and firewall')
    case '28P01':
    case '28000':
      return say('refuses this user or password: check both in DATABASE_URL')
    case '3D000':
      return say('does not exist on its server: create it (create database …), or check its name in DATABASE_URL')
    case '53300':
      return say('has no connection left: raise max_connections there, or lower DATABASE_POOL_SIZE')
    case '57P03':
      return say('is starting up or shutting down: try again in a moment')
    default:
      return say(`refused the connection: ${error.message}`)
  }
}
