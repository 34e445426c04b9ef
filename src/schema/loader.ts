import DataLoader from 'dataloader'
import type { Context } from './context.ts'

/**
 * A loader an operation, that folds the reads of one tick into one. It keeps nothing: in a stream one context lives for hours,
 * and in a mutation each field changes what the next one reads.
 */
export function batched<Key, Value>(
  load: (keys: readonly Key[], context: Context) => Promise<readonly (Value | Error)[]>,
): (context: Context, key: Key) => Promise<Value> {
  const loaders = new WeakMap<Context, DataLoader<Key, Value>>()
  return (context, key) => {
    let loader = loaders.get(context)
    if (loader === undefined) {
      loader = new DataLoader<Key, Value>((keys) => load(keys, context), { cache: false })
      loaders.set(context, loader)
    }
    return loader.load(key)
  }
}
