import { boardView } from './views/board.js'
import { exceptionsView } from './views/exceptions.js'
import { orderView } from './views/order.js'
import { ordersView } from './views/orders.js'
import { streamView } from './views/stream.js'

const routes = [
  { pattern: /^\/orders\/([^/]+)$/, section: 'orders', open: orderView },
  { pattern: /^\/orders$/, section: 'orders', open: ordersView },
  { pattern: /^\/stream$/, section: 'stream', open: streamView },
  { pattern: /^\/exceptions$/, section: 'exceptions', open: exceptionsView },
]

const unescaped = (text) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Which view an address such as `#/orders?status=READY` opens; the board where it names none. */
export function routeOf(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?', 2)
  const search = new URLSearchParams(query)
  for (const { pattern, section, open } of routes) {
    const found = pattern.exec(path)
    if (found) return { section, open, parameters: found.slice(1).map(unescaped), search }
  }
  return { section: 'board', open: boardView, parameters: [], search }
}
