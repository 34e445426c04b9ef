import { refuse } from '../problems.ts'

/** Characters of the key of a channel or a warehouse. */
export const KEY_LIMIT = 50

const pattern = new RegExp(`^[a-z0-9](?:[a-z0-9._-]{0,${KEY_LIMIT - 2}}[a-z0-9])?$`, 'i')

/** A key goes into addresses, file names and references: letters, digits, and - . _ between them. */
export const checkedKey = (key: string, what: string, field: string): string =>
  pattern.test(key)
    ? key
    : refuse(
        'INVALID_INPUT',
        `${JSON.stringify(key.slice(0, KEY_LIMIT))} cannot be the key of a ${what}: use 1 to ${KEY_LIMIT} letters and digits, with - . or _ between them.`,
        [field],
      )
