import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonicalJson,
  cleanJson,
  cleanText,
  digest,
  digestInSteps,
  JSON_DEPTH_LIMIT,
  JSON_LIMIT,
  REFERENCE_LIMIT,
} from '#domain/values/text'
import { whole } from '../../support/whole.ts'

const half = String.fromCharCode(0xd83d)

describe('a text', () => {
  test('is trimmed and otherwise kept', () => {
    expect(cleanText(' a  b 😀\n', 10, 'The title')).toStrictEqual({ ok: true, value: 'a  b 😀' })
  })
  test.each([`a\0b`, half, `${half}a`, `a${String.fromCharCode(0xde00)}`])('%j cannot be stored', (text) => {
    expect(cleanText(text, 10, 'The title')).toMatchObject({ ok: false, message: expect.stringContaining('The title') })
  })
  test('may be as long as its limit and no longer, blanks around it aside', () => {
    expect(cleanText(` ${'x'.repeat(REFERENCE_LIMIT)} `, REFERENCE_LIMIT, 'The key').ok).toBe(true)
    expect(cleanText('x'.repeat(REFERENCE_LIMIT + 1), REFERENCE_LIMIT, 'The key')).toMatchObject({
      ok: false,
      message: expect.stringContaining('at most 200'),
    })
  })
})

describe('canonical JSON', () => {
  test('is one text whatever the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: true, gone: undefined })).toBe(
      '{"a":true,"b":[1,{"c":"é","d":null}]}',
    )
    expect(canonicalJson([undefined, new Date(0)])).toBe('[null,"1970-01-01T00:00:00.000Z"]')
    expect(canonicalJson({ z: 1, é: 2, 10: 3, 9: 4 })).toBe('{"10":3,"9":4,"z":1,"é":2}')
  })
  test('means what JSON means', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toStrictEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
  test('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('JSON')
    expect(() => canonicalJson(1n)).toThrow('JSON')
  })
  test('gives equal digests for equal content', () => {
    expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }))
    expect(digest({ a: 1 })).not.toBe(digest({ a: '1' }))
    expect(digest('')).toBe('12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126')
  })
})

describe('free JSON', () => {
  test('is kept as it is', () => {
    const value = { engraving: 'To J. \\u0000 \\ud83d', 'k\\\\': ['a\\'] }
    expect(cleanJson(value, 'properties')).toStrictEqual({ ok: true, value })
  })
  test.each([{ a: 'x\0' }, { [`k${half}`]: 1 }, ['\\\0'], [`\\\\${half}`]])(
    'with NUL or half a pair cannot be stored',
    (value) => {
      expect(cleanJson(value, 'properties')).toMatchObject({ ok: false, message: expect.stringContaining('NUL') })
    },
  )
  test('has limits of size and depth', () => {
    expect(cleanJson('x'.repeat(JSON_LIMIT - 2), 'evidence').ok).toBe(true)
    expect(cleanJson('x'.repeat(JSON_LIMIT - 1), 'evidence').ok).toBe(false)
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])
    expect(cleanJson(nested(JSON_DEPTH_LIMIT), 'evidence').ok).toBe(true)
    expect(cleanJson(nested(JSON_DEPTH_LIMIT + 1), 'evidence').ok).toBe(false)
  })
})

test('a value that is digested in steps has the digest that it has in one go', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.jsonValue(), (orders, other) => {
      const call = { name: 'importOrders', args: { orders, other, missing: undefined, none: [], nothing: {} } }
      expect(whole(digestInSteps(call))).toBe(digest(call))
      expect(whole(digestInSteps(orders))).toBe(digest(orders))
    }),
    { seed: 7 },
  )
})
