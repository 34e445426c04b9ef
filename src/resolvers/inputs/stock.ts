import { builder } from '#schema/builder'
import { StockState } from '#schema/enums'

export const StockCountInput = builder.inputType('StockCountInput', {
  description: 'A physical count of one SKU in one warehouse.',
  fields: (t) => ({
    sku: t.string({ required: true }),
    warehouse: t.string({ required: true, description: "The warehouse's key." }),
    onHand: t.int({
      required: true,
      description:
        'Every unit in the building: free, allocated, picked and not yet with a carrier, waiting to be put away, damaged, in quality control.',
    }),
    countedAt: t.field({
      type: 'DateTime',
      description: 'When it was counted: what moved since comes on top. Now, where not given.',
    }),
    ifVersion: t.int({ description: 'The version of the stock level that you have seen; 0 where nothing ever moved.' }),
  }),
})

export const StockAdjustmentInput = builder.inputType('StockAdjustmentInput', {
  description: 'Units of one SKU in one warehouse that come into a state, or leave it.',
  fields: (t) => ({
    sku: t.string({ required: true }),
    warehouse: t.string({ required: true, description: "The warehouse's key." }),
    state: t.field({
      type: StockState,
      required: true,
      defaultValue: 'AVAILABLE',
      description: 'COMMITTED and PICKED units belong to orders and are moved by the mutations of orders alone.',
    }),
    delta: t.int({ required: true, description: 'Units: positive come in, negative leave.' }),
    ifVersion: t.int({ description: 'The version of the stock level that you have seen; 0 where nothing ever moved.' }),
  }),
})

export const StockItemInput = builder.inputType('StockItemInput', {
  description: 'An item of the catalogue. What is absent stays as it is; null takes the value away.',
  fields: (t) => ({
    sku: t.string({ required: true, description: 'Names the item, and stays. At most 200 characters.' }),
    name: t.string(),
    barcode: t.string(),
    weightGrams: t.int(),
    lengthMm: t.int(),
    widthMm: t.int(),
    heightMm: t.int(),
    hsCode: t.string({ description: 'Customs tariff number, 6 to 10 digits; dots and spaces are taken out.' }),
    originCountry: t.string({ description: 'ISO 3166-1 alpha-2.' }),
    safetyStock: t.int({ description: 'Units that are never offered for sale, over all warehouses together.' }),
  }),
})
