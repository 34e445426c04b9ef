import { describe, expect, it } from 'vitest'
import { dispositionsOf, header, mapJson, orderOf, row, surveyOf } from './sheet.ts'

describe('rows of a file', () => {
  it('become an order: its lines, its customer, its country, delivered elsewhere and paid', () => {
    const sheet = surveyOf([row('1', 'A', 3, '2.50'), row('1', 'B', 1, '10'), row('1', 'A', 2, '2.50')])
    expect(orderOf(sheet, '1')).toEqual({
      channel: 'shop',
      reference: '1',
      placedAt: '2024-05-01T09:00:00.000Z',
      currency: 'GBP',
      taxesIncluded: true,
      channelStatuses: [{ field: 'status', value: 'done' }],
      customer: { reference: '100' },
      shippingAddress: { lines: [], country: 'GB' },
      lines: [
        { reference: '1', sku: 'A', title: 'A thing', quantity: 3, unitPrice: '2.50' },
        { reference: '2', sku: 'B', title: 'B thing', quantity: 1, unitPrice: '10.00' },
        { reference: '3', sku: 'A', title: 'A thing', quantity: 2, unitPrice: '2.50' },
      ],
      payments: [
        { reference: '1', status: 'PAID', amount: '22.50', captured: '22.50', capturedAt: '2024-05-01T09:00:00.000Z' },
      ],
    })
  })

  it('may lie apart: an order is whatever rows name it, placed when the first was written', () => {
    const sheet = surveyOf([
      row('1', 'A', 1, '2', '100', '2024-05-01 10:01'),
      row('2', 'A', 1, '2'),
      row('1', 'B', 1, '2', '100', '2024-05-01 10:00'),
    ])
    expect(orderOf(sheet, '1')).toMatchObject({
      placedAt: '2024-05-01T09:00:00.000Z',
      lines: [{ sku: 'A' }, { sku: 'B' }],
    })
  })

  it('with a price finer than a penny state their rounded total instead', () => {
    const [line] = orderOf(surveyOf([row('1', 'A', 1_500, '0.001')]), '1').lines
    expect(line).toMatchObject({ quantity: 1_500, total: '1.50' })
    expect(line).not.toHaveProperty('unitPrice')
  })

  it.each([
    ['a country the map knows', 'EIRE', 'IE'],
    ['a country by its name', 'Germany', 'DE'],
    ['what the map says is no country', 'Unspecified', 'Unspecified'],
    ['what nobody knows', 'Atlantis', 'Atlantis'],
  ])('with %s keep it', (_, text, country) => {
    const fields = row('1', 'A', 1, '2')
    fields[7] = text
    expect(orderOf(surveyOf([fields]), '1').shippingAddress).toEqual({ lines: [], country })
  })

  it('without a description are called by their SKU', () => {
    const fields = row('1', 'A', 1, '2')
    fields[2] = '  '
    expect(orderOf(surveyOf([fields]), '1').lines[0]).toMatchObject({ title: 'A' })
  })

  it.each([
    ['a quantity that is no number', row('1', 'A', 'six', '2'), 'the quantity is not a whole number'],
    ['half a unit', row('1', 'A', '0.5', '2'), 'the quantity is not a whole number'],
    ['no units', row('1', 'A', 0, '2'), 'the quantity is below 1 and the order is no credit'],
    ['negative units and no credit', row('1', 'A', -2, '2'), 'the quantity is below 1 and the order is no credit'],
    ['more units than the API counts', row('1', 'A', 3_000_000_000, '0'), 'the quantity is larger than 2147483647'],
    ['no price', row('1', 'A', 1, ''), 'the price is not a number'],
    ['a negative price', row('1', 'A', 1, '-2'), 'the amount is negative'],
    ['an impossible date', row('1', 'A', 1, '2', '100', '2024-02-31 10:00'), /^the date of the order cannot be read/],
    ['a field too few', row('1', 'A', 1, '2').slice(0, 7), 'the row has 7 fields where the header has 8'],
    ['no order', row('', 'A', 1, '2'), 'the order number is blank'],
    ['an endless SKU', row('1', 'A'.repeat(201), 1, '2'), 'the SKU is longer than 200 characters'],
    [
      'a credit of positive units',
      row('C1', 'A', 1, '2'),
      'a credit takes units back, so its quantity must be negative',
    ],
    ['a credit at a negative price', row('C1', 'A', -1, '-2'), 'the price is negative'],
  ])('with %s are rejected with that reason', (_, fields, reason) => {
    const { survey } = surveyOf([fields])
    expect(survey.dispositions.at(0)).toBe('UNREADABLE')
    expect(survey.reasonFor(0)).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason))
  })

  it('of an order with an unreadable one all stay out: half an order would have a wrong total', () => {
    const sheet = surveyOf([row('1', 'A', 1, '2'), row('1', 'B', 'x', '2'), row('2', 'A', 1, '2')])
    expect(dispositionsOf(sheet)).toEqual(['ORDER_UNREADABLE', 'UNREADABLE', 'LINE'])
    expect(sheet.survey.reasonFor(0)).toBe('another row of the same order cannot be read')
    expect(sheet.survey.sendableOrders).toBe(1)
  })

  it('are set aside where all of their order meet a rule of the map, and only then', () => {
    const sheet = surveyOf([
      row('A1', 'B', 1, '-11062.06', ''),
      row('7', 'X', -5, '0', ''),
      row('8', 'X', 5, '0', ''),
      row('9', 'X', 5, '0', ''),
      row('9', 'Y', 1, '3', ''),
    ])
    expect(dispositionsOf(sheet)).toEqual(['SET_ASIDE', 'SET_ASIDE', 'SET_ASIDE', 'LINE', 'LINE'])
    expect([0, 1, 2].map(sheet.survey.reasonFor)).toEqual(['a ledger entry', 'a stock entry', 'a stock entry'])
  })

  it('carry what an order-line export has besides: totals, discounts, taxes, shipping, address, contact', () => {
    const head = [
      'Id',
      'No',
      'At',
      'Sku',
      'N',
      'Price',
      'Off',
      'Vat',
      'Ship',
      'Cur',
      'Mail',
      'To',
      'Street',
      'Town',
      'Zip',
      'Land',
      'State',
    ]
    const json = {
      version: 1,
      file: { decimalSeparator: ',' },
      taxesIncluded: false,
      columns: {
        order: 'Id',
        number: 'No',
        placedAt: 'At',
        sku: 'Sku',
        quantity: 'N',
        unitPrice: 'Price',
        lineDiscount: 'Off',
        lineTax: 'Vat',
        shippingPrice: 'Ship',
        currency: 'Cur',
        email: 'Mail',
        name: 'To',
        address1: 'Street',
        city: 'Town',
        postcode: 'Zip',
        country: 'Land',
        status: 'State',
      },
      status: { field: 'state', intents: { paid: 'ACCEPT' } },
      payment: { status: 'PAID', provider: 'bank' },
    }
    const sheet = surveyOf(
      [
        [
          'x1',
          '#1',
          '2024-05-01T10:00:00Z',
          'A',
          '2',
          '10,00',
          '1,00',
          '3,80',
          '4,90',
          'EUR',
          'a@example.org',
          'Ann',
          'Weg 1',
          'Bonn',
          '53111',
          'Germany',
          'paid',
        ],
        ['x1', '', '2024-05-01T10:00:00Z', 'B', '1', '1.000,00', '', '190,00', '', 'EUR', '', '', '', '', '', '', ''],
      ],
      json,
      head,
    )
    expect(orderOf(sheet, 'x1')).toMatchObject({
      number: '#1',
      currency: 'EUR',
      taxesIncluded: false,
      channelStatuses: [{ field: 'state', value: 'paid' }],
      customer: { email: 'a@example.org' },
      shippingAddress: { name: 'Ann', lines: ['Weg 1'], city: 'Bonn', postcode: '53111', country: 'DE' },
      lines: [
        { unitPrice: '10.00', discount: '1.00', tax: '3.80' },
        { unitPrice: '1000.00', tax: '190.00' },
      ],
      shippingPrice: '4.90',
      payments: [{ provider: 'bank', amount: '1217.70' }],
    })
  })

  it('in yen and in dinars are counted in their own minor units', () => {
    const json = { ...mapJson, currency: undefined, columns: { ...mapJson.columns, currency: 'Cur' } }
    const head = [...header, 'Cur']
    const sheet = surveyOf(
      [
        [...row('1', 'A', 3, '120'), 'JPY'],
        [...row('2', 'A', 2, '1.125'), 'BHD'],
        [...row('3', 'A', 1, '1'), 'XXX'],
      ],
      json,
      head,
    )
    expect(orderOf(sheet, '1').payments?.[0]?.amount).toBe('360')
    expect(orderOf(sheet, '2').payments?.[0]?.amount).toBe('2.250')
    expect(sheet.survey.reasonFor(2)).toBe('"XXX" is not a currency')
  })
})
