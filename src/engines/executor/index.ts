// What others may use of this engine; README.md says what it is for and what it relies on.
export { coerceVariables, TOLD_VARIABLES } from './coerce-variables.ts'
export { directField, relationProperty, requiredScopes, unguardedResolver } from './direct-fields.ts'
export { createExecutor, type Executor } from './execute.ts'
export type { Answer, Execution } from './execution.ts'
export type { Operation } from './operation.ts'
export type { AnswerLimits, Bounds, Budget, Cache, ExecutorOptions } from './options.ts'
export { createPlanner, type PlannedFrom, pagePaths } from './planning/planned-query.ts'
export { variablesBeneath } from './planning/variables.ts'
