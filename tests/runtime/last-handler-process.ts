import { logUncaught } from '#server/last-handler'
import { createLogger } from '#server/logger'

// A process of the product in which something throws where nobody catches it.
logUncaught(createLogger('info'))
setTimeout(() => {
  throw new Error('thrown out of a listener')
})
setTimeout(() => {
  void Promise.reject(Object.assign(new Error('a promise that nobody awaited'), { code: 'ECONNREFUSED' }))
}, 20)
setTimeout(() => process.stdout.write('still here\n'), 100)
