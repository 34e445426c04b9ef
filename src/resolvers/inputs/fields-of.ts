import type { builder } from '#schema/builder'

/** The fields of an input type that is a type of the domain: one that is missing, or that the domain does not read, does not compile. */
export type FieldsOf<Shape extends object> = Required<
  ReturnType<Parameters<ReturnType<typeof builder.inputRef<Shape>>['implement']>[0]['fields']>
>
