/** Something under the product is not as it must be; the message is one sentence for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type StartErrorCode =
  | 'BINARIES_MISSING'
  | 'BINARIES_UNUSABLE'
  | 'NO_ACCOUNT'
  | 'FOLDER_UNREADABLE'
  | 'FOLDER_FOREIGN'
  | 'DISK_FULL'
  | 'PORT_IN_USE'
  | 'WRONG_VERSION'
  | 'PASSWORD_LOST'
  | 'DATABASE_UNREACHABLE'
  | 'DATABASE_FAILED'
  | 'DATABASE_TOO_OLD'
  | 'DATABASE_READ_ONLY'
  | 'DATABASE_POOLED'
  | 'DATABASE_NEWER'
  | 'DATABASE_NOT_EMPTY'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_EDITED'
  | 'MIGRATION_LOCKED'
  | 'SCHEMA_MISSING'
