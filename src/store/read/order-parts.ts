import { type ListPart, type PartName, parts, type SinglePart } from '#domain/order/parts'

/** SQL of the JSON of one part of the order `o`. */
function partJson(part: ListPart | SinglePart): string {
  return part.isList
    ? `(select coalesce(json_agg(t order by t."${part.orderBy}"), '[]'::json) from ${part.table} t where t."orderId" = o."id")`
    : `(select to_json(t) from ${part.table} t where t."${part.key}" = o."${part.orderColumn}")`
}

/** SQL of the JSON of the order `o` with these of its parts. */
export const stateJson = (names: readonly PartName[]): string =>
  `json_build_object('order', to_json(o)${names.map((name) => `, '${name}', ${partJson(parts[name])}`).join('')})`
