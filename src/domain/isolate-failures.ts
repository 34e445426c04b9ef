export interface IsolateOptions<Item, Result> {
  /** Does the work of several items at once; answers in their order. */
  attempt(items: readonly Item[]): Promise<readonly Result[]>
  /** Whether the error of a group is the fault of one of its items, so that the others may succeed without it. */
  isRefusal(error: unknown): boolean
  /** The result of an item that failed alone. It may throw, which ends it all. */
  failed(item: Item, error: unknown): Result | Promise<Result>
  /** `halves`: few attempts, one after the other. `singles`: each alone and all at once, so that none waits for another. */
  split: 'halves' | 'singles'
}

/**
 * Works on items together and, where that is refused, finds the items at fault: the group is split and its parts are attempted again,
 * until each refused item stands alone. An error of a group that is no refusal ends it all. The results are in the order of the items.
 */
export async function isolateFailures<Item, Result>(
  items: readonly Item[],
  options: IsolateOptions<Item, Result>,
): Promise<Result[]> {
  if (items.length === 0) return []
  try {
    return [...(await options.attempt(items))]
  } catch (error) {
    if (items.length === 1) return [await options.failed(items[0] as Item, error)]
    if (!options.isRefusal(error)) throw error
  }
  if (options.split === 'singles') {
    return (await Promise.all(items.map((item) => isolateFailures([item], options)))).flat()
  }
  const middle = Math.ceil(items.length / 2)
  const first = await isolateFailures(items.slice(0, middle), options)
  return first.concat(await isolateFailures(items.slice(middle), options))
}
