export function isAllowed(expression: string): boolean
export function problemOf(name: string, locked: string | undefined, installed: string | undefined): string | undefined
