import { checkedInteger, optionalText } from '#domain/settings/checked'
import type { PackageToPack } from '#domain/shipment/packages'
import { REFERENCE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'

/** Grams and millimetres: a tonne, and a hundred metres. */
const WEIGHT_LIMIT = 1_000_000
const LENGTH_LIMIT = 100_000
/** Serial numbers, or lots, of one item in one package. */
const SERIALS_LIMIT = 1_000

export const PackageContentInput = builder.inputType('PackageContentInput', {
  description: 'Units of one SKU in a package.',
  fields: (t) => ({
    sku: t.string({
      required: true,
      description: 'The SKU in the box: after a substitution the one that is really sent.',
    }),
    quantity: t.int({ required: true, description: 'Units, at least 1.' }),
    serials: t.stringList({ description: 'Serial numbers of the units, where they have some.' }),
    lots: t.stringList({ description: 'Lots or batches that the units are from.' }),
  }),
})

export const PackageInput = builder.inputType('PackageInput', {
  description: 'A package of a shipment.',
  fields: (t) => ({
    reference: t.string({ description: 'Your name of it, once per shipment; "1", "2" … where absent.' }),
    weightGrams: t.int({ description: 'With its packaging; at most a tonne.' }),
    lengthMm: t.int({ description: 'The longest side.' }),
    widthMm: t.int(),
    heightMm: t.int(),
    contents: t.field({
      type: [PackageContentInput],
      description: 'What it holds. May be absent for a single package: it then holds everything.',
    }),
    carrier: t.string({ description: 'Who takes it, such as "royal-mail".' }),
    trackingNumber: t.string({ description: "The carrier's number of it, where it is known already." }),
  }),
})

/** Packages as the domain takes them, every text and number checked. */
export function packagesOf(inputs: readonly (typeof PackageInput.$inferInput)[] | null | undefined): PackageToPack[] {
  return (inputs ?? []).map((input, index) => {
    const at = (name: string) => ['packages', String(index), name]
    const text = (value: string | null | undefined, what: string, name: string) =>
      optionalText(value, null, what, at(name), REFERENCE_LIMIT)
    const size = (value: number | null | undefined, what: string, name: string, limit: number) =>
      value === null || value === undefined ? null : checkedInteger(value, what, at(name), limit, 1)
    return {
      reference: text(input.reference, "The package's reference", 'reference'),
      weightGrams: size(input.weightGrams, 'The weight in grams', 'weightGrams', WEIGHT_LIMIT),
      lengthMm: size(input.lengthMm, 'The length in millimetres', 'lengthMm', LENGTH_LIMIT),
      widthMm: size(input.widthMm, 'The width in millimetres', 'widthMm', LENGTH_LIMIT),
      heightMm: size(input.heightMm, 'The height in millimetres', 'heightMm', LENGTH_LIMIT),
      contents: input.contents?.map((content, n) => contentOf(content, [...at('contents'), String(n)])) ?? null,
      carrier: text(input.carrier, 'The carrier', 'carrier'),
      trackingNumber: text(input.trackingNumber, 'The tracking number', 'trackingNumber'),
    }
  })
}

function contentOf(content: typeof PackageContentInput.$inferInput, field: string[]) {
  const list = (values: readonly string[] | null | undefined, what: string, name: string) => {
    checkedInteger(values?.length ?? 0, `The number of ${name}`, [...field, name], SERIALS_LIMIT)
    return (values ?? []).map(
      (value, n) => optionalText(value, null, what, [...field, name, String(n)], REFERENCE_LIMIT)!,
    )
  }
  return {
    sku: content.sku,
    quantity: content.quantity,
    serials: list(content.serials, 'A serial number', 'serials'),
    lots: list(content.lots, 'A lot', 'lots'),
  }
}
