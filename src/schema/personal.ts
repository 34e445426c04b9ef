import type { Context } from './context.ts'

/** Whether the caller may see who the customers are, and what they and we wrote in free text. */
export const seesCustomers = ({ viewer }: Context): boolean => viewer.scopes.has('customers:read')

/** Ends the description of every field that is hidden. */
export const NEEDS_CUSTOMERS = 'Null without the scope customers:read.'
