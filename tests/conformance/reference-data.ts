import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'vitest'

const folder = new URL('../../../shared/data/', import.meta.url)

export const hasReferenceData = existsSync(folder)

/** A file of public reference data that lies beside the checkout on the project's own machines and never in the repository. */
export const referenceText = (path: string): string => readFileSync(new URL(path, folder), 'utf8')

/** Tests against reference data; without it they are listed as skipped, with the reason in their name. */
export const describeConformance = (name: string, tests: () => void): void => {
  if (hasReferenceData) describe(name, tests)
  else describe.skip(`${name} (skipped: ../shared/data is not here)`, () => test('needs reference data', () => {}))
}
