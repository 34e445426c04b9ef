/** A paid order of one mug, as a channel sends it. */
export const orderInput = (channel: string, reference: string, more: object = {}) => ({
  channel,
  reference,
  placedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  customer: { name: 'Ada', email: 'ada@example.com' },
  shippingAddress: { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: [{ reference: '1', sku: 'MUG', quantity: 1, unitPrice: '10.00' }],
  payments: [{ reference: `P${reference}`, status: 'PAID', amount: '10.00' }],
  ...more,
})
