/** What both sandbox channels sell. Prices are in pence or cents, taxes included. */
export interface CatalogueItem {
  sku: string
  /** The marketplace's own code of it. */
  listing: string
  title: string
  price: number
  weightGrams: number
  kind: 'goods' | 'download'
  /** There is never much of it, so that shortages show. */
  scarce?: true
}

export const catalogue: readonly [CatalogueItem, ...CatalogueItem[]] = [
  { sku: 'MUG-BLUE', listing: 'LST-2201', title: 'Stoneware mug, blue', price: 1150, weightGrams: 380, kind: 'goods' },
  { sku: 'MUG-SAND', listing: 'LST-2202', title: 'Stoneware mug, sand', price: 1150, weightGrams: 380, kind: 'goods' },
  { sku: 'TEAPOT-1L', listing: 'LST-2203', title: 'Teapot, one litre', price: 3400, weightGrams: 1100, kind: 'goods' },
  { sku: 'BOWL-SET', listing: 'LST-2204', title: 'Four bowls', price: 4200, weightGrams: 2400, kind: 'goods' },
  { sku: 'APRON-INK', listing: 'LST-2205', title: 'Linen apron, ink', price: 2850, weightGrams: 260, kind: 'goods' },
  { sku: 'TOWEL-3', listing: 'LST-2206', title: 'Three tea towels', price: 1900, weightGrams: 310, kind: 'goods' },
  { sku: 'BOARD-OAK', listing: 'LST-2207', title: 'Oak board', price: 3675, weightGrams: 1500, kind: 'goods' },
  { sku: 'KNIFE-PAR', listing: 'LST-2208', title: 'Paring knife', price: 2299, weightGrams: 120, kind: 'goods' },
  { sku: 'CANDLE-FIG', listing: 'LST-2209', title: 'Candle, fig', price: 1625, weightGrams: 450, kind: 'goods' },
  {
    sku: 'LAMP-CLAY',
    listing: 'LST-2210',
    title: 'Clay lamp',
    price: 8900,
    weightGrams: 1900,
    kind: 'goods',
    scarce: true,
  },
  {
    sku: 'RECIPES-PDF',
    listing: 'LST-2211',
    title: 'Winter recipes, download',
    price: 600,
    weightGrams: 0,
    kind: 'download',
  },
]
