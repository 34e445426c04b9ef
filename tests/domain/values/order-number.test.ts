import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FIRST_ORDER_SEQUENCE,
  orderNumber,
  parseOrderNumber,
  parseShipmentNumber,
  shipmentNumber,
} from '#domain/values/order-number'

const sequences = fc.oneof(
  fc.integer({ min: FIRST_ORDER_SEQUENCE, max: FIRST_ORDER_SEQUENCE + 100_000 }),
  fc.integer({ min: 1, max: 999_999_999 }),
)

test('the check character is that of ISO/IEC 7064 MOD 11-2', () => {
  // The standard's own example is 0794 with check 0; 079 checks to X.
  expect(orderNumber(794)).toBe('CD-0000794-0')
  expect(orderNumber(79)).toBe('CD-0000079-X')
})

describe('a number is read as people type it', () => {
  const number = orderNumber(1_000_042)
  const check = number.slice(-1)
  test.each([
    `CD-1000042-${check}`,
    `cd-1000042-${check}`,
    `CD 1000042 ${check}`,
    `CD1000042${check}`,
    `  1000042-${check} `,
    `1000042${check}`,
  ])('%s', (typed) => {
    expect(parseOrderNumber(typed)).toStrictEqual({ ok: true, value: number })
  })
  test('a small x is the check character too', () => {
    expect(parseOrderNumber('cd-0000079-x')).toStrictEqual({ ok: true, value: 'CD-0000079-X' })
  })
})

test.each(['', 'CD', 'hello', 'CD-12-3', '#1042', 'CD-1000042', 'CD-01000042-1', 'CD-1000042-4-1', 'XX-1000042-4'])(
  '"%s" is not taken for an order number',
  (typed) => {
    expect(parseOrderNumber(typed).ok).toBe(false)
  },
)

test('every number reads back as itself', () => {
  fc.assert(
    fc.property(sequences, (sequence) => {
      expect(parseOrderNumber(orderNumber(sequence))).toStrictEqual({ ok: true, value: orderNumber(sequence) })
    }),
  )
})

test('any one wrong character is noticed', () => {
  const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  fc.assert(
    fc.property(sequences, (sequence) => {
      const number = orderNumber(sequence)
      for (const [place, right] of [...number].entries())
        for (const wrong of alphabet)
          if (wrong !== right && right !== '-')
            expect(parseOrderNumber(number.slice(0, place) + wrong + number.slice(place + 1)).ok).toBe(false)
    }),
  )
})

test('any two neighbours swapped are noticed', () => {
  fc.assert(
    fc.property(sequences, (sequence) => {
      const characters = [...orderNumber(sequence).replaceAll('-', '')]
      for (let place = 1; place < characters.length; place += 1) {
        const [left = '', right = ''] = characters.slice(place - 1, place + 1)
        if (left === right) continue
        expect(
          parseOrderNumber(
            characters
              .with(place - 1, right)
              .with(place, left)
              .join(''),
          ).ok,
        ).toBe(false)
      }
    }),
  )
})

test('a mistyped number is called mistyped', () => {
  const number = orderNumber(1_000_042)
  const wrong = number.replace('1000042', '1000043')
  expect(parseOrderNumber(wrong)).toMatchObject({ ok: false, message: expect.stringContaining('mistyped') })
})

test('what is no place in the sequence has no number', () => {
  for (const sequence of [0, -1, 1.5, Number.NaN]) expect(() => orderNumber(sequence)).toThrow('sequence')
})

test('a shipment carries its order’s number', () => {
  const order = orderNumber(1_000_042)
  const number = shipmentNumber(order, 2)
  expect(number).toBe(`${order}-2`)
  expect(parseShipmentNumber(` ${number.toLowerCase()} `)).toStrictEqual({ ok: true, value: { number, order, n: 2 } })
  expect(parseShipmentNumber(number.replace('1000042', '1000043'))).toMatchObject({
    ok: false,
    message: expect.stringContaining('shipment number is mistyped'),
  })
  expect(() => shipmentNumber(order, 0)).toThrow('shipment')
})

test('no text is both an order number and a shipment number', () => {
  fc.assert(
    fc.property(sequences, fc.integer({ min: 1, max: 99 }), (sequence, n) => {
      const order = orderNumber(sequence)
      for (const text of [order, order.replaceAll('-', ' '), order.slice(3), order.replaceAll('-', '')])
        expect(parseShipmentNumber(text).ok).toBe(false)
      expect(parseOrderNumber(shipmentNumber(order, n)).ok).toBe(false)
    }),
  )
})
