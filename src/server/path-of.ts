import type { IncomingMessage } from 'node:http'

/** The path that a request names, whatever it looks like: `new URL` throws for some, such as `//`. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/'
