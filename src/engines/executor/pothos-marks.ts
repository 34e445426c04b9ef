/** What Pothos and its Prisma plugin leave in `extensions`; tests/engines/executor-internals.test.ts tells when one goes. */
export const marks = {
  /** Of a type: the model of its rows. */
  model: 'pothosPrismaModel',
  /** Of a type: its model's relations, and where each leads. */
  fieldMap: 'pothosPrismaFieldMap',
  /** Of a type: what all its objects need. */
  typeSelection: 'pothosPrismaTypeSelection',
  /** Of a field: what it needs of its row. */
  select: 'pothosPrismaSelect',
  /** Of a field: the column that it shows as it is. */
  exposed: 'pothosExposedField',
  /** Of a field: the relation that it shows. */
  relation: 'pothosPrismaRelationField',
  /** Of a field: how it finds what its row was not loaded with. */
  fallback: 'pothosPrismaFallback',
  /** Of a connection. */
  fallbackPlan: 'pothosPrismaFallbackPlan',
} as const
