import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const orders = 64
const units = 10

test(`${orders} releases at once compete for ${units} units: exactly ${units} units are allocated, the others are answered why not`, async () => {
  const shop = await openShop()
  await shop.stock('RARE', orders)
  const numbers = await shop.placeAll(Array.from({ length: orders }, () => ({ lines: [{ sku: 'RARE', quantity: 1 }] })))
  await shop.stock('RARE', units)

  const answers = await Promise.all(numbers.map((number) => shop.order('releaseOrder', number)))

  const refused = answers.filter((answer) => answer.userErrors.length > 0)
  expect(refused.map((answer) => answer.userErrors.map((error) => error.code))).toEqual(
    Array.from({ length: orders - units }, () => ['INSUFFICIENT_STOCK']),
  )
  const released = answers.filter((answer) => answer.userErrors.length === 0)
  expect(released.map((answer) => answer.order.status)).toEqual(Array.from({ length: units }, () => 'RELEASED'))
  expect(await shop.level('RARE')).toMatchObject({ onHand: units, available: 0, committed: units })
  await shop.intact()
})

test('two SKUs asked for in either order, from two warehouses, by everyone at once: nobody meets a deadlock', async () => {
  const shop = await openShop()
  for (const sku of ['LEFT', 'RIGHT']) for (const place of ['north', 'south']) await shop.stock(sku, 100, place)
  const numbers = await shop.placeAll(
    Array.from({ length: 48 }, (_, n) => {
      const skus = n % 2 === 0 ? ['LEFT', 'RIGHT', 'LEFT'] : ['RIGHT', 'LEFT', 'RIGHT']
      return { lines: skus.map((sku) => ({ sku, quantity: 1 })) }
    }),
  )
  for (const sku of ['LEFT', 'RIGHT']) for (const place of ['north', 'south']) await shop.stock(sku, 15, place)

  const answers = await Promise.all(numbers.map((number) => shop.order('releaseOrder', number)))

  const codes = answers.flatMap((answer) => answer.userErrors.map((error) => error.code))
  expect(codes.every((code) => code === 'INSUFFICIENT_STOCK')).toBe(true)
  const released = await Promise.all(numbers.map((number) => shop.read(number)))
  const allocated = (sku: string) =>
    released.flatMap((order) => order.lines).reduce((sum, line) => sum + (line.sku === sku ? line.allocated : 0), 0)
  for (const sku of ['LEFT', 'RIGHT']) {
    const levels = await Promise.all([shop.level(sku), shop.level(sku, 'south')])
    expect(levels.reduce((sum, level) => sum + level.committed!, 0)).toBe(allocated(sku))
  }
  await shop.intact()
})
