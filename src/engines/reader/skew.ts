import { isTree, type TableRef } from './scope.ts'
import { type Shaped, Slot, type Tree } from './shape.ts'

/**
 * Whether the best way to the rows depends on the values: three statuses may be most of all orders, or none of them. Such a read is
 * planned with its values each time, a third of a millisecond; a plan kept from other values might read the whole table for nothing.
 * Equality, and a range of what the rows are sorted by, follow the same index whatever the values.
 */
export function isSkewed({ model }: TableRef, where: Shaped | undefined, orderBy: Shaped | undefined): boolean {
  const steps = Array.isArray(orderBy) ? orderBy : [orderBy]
  const sorted = new Set(steps.flatMap((step) => (isTree(step) ? Object.keys(step) : [])))
  const isColumnSkewed = (name: string, operators: Tree): boolean =>
    Object.entries(operators).some(([operator, value]) => {
      if (!(value instanceof Slot)) return false
      if (operator === 'equals' || (operator === 'in' && value.kind !== 'many')) return false
      if (operator === 'in') return model.uniques.get(name)?.length !== 1
      return !(['lt', 'lte', 'gt', 'gte'].includes(operator) && sorted.has(name))
    })
  const isPartSkewed = (part: Shaped | undefined): boolean => {
    if (!isTree(part)) return false
    return Object.entries(part).some(([name, value]) => {
      if (name === 'AND' || name === 'OR' || name === 'NOT') {
        return Array.isArray(value) ? value.some(isPartSkewed) : isPartSkewed(value)
      }
      if (!isTree(value)) return false
      // `channel: { key }` is an equality with the one channel of this key.
      if (model.relations.has(name)) return !Object.values(value).every((inner) => inner instanceof Slot)
      return isColumnSkewed(name, value)
    })
  }
  return isPartSkewed(where)
}
