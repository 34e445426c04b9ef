// What others may use of this engine; README.md says what it is for and what it relies on.
export { type Column, type Model, type Models, type Relation, readModels } from './datamodel.ts'
export type { Bounds, Budget, Cache, IsolateFailures, LeadingColumn, Query, Statement } from './options.ts'
export type { Method, Plan } from './plan.ts'
export { maximumNamedText, maximumNames, maximumShapes, Plans, shapeBytes } from './plans.ts'
export { createReader, type ReaderOptions, type WholeReader, within } from './reader.ts'
export { Shape } from './shape.ts'
export { Uncompiled, type UncompiledRead, UncompiledReads } from './uncompiled.ts'
