import type { Handle, Statement } from '../handle.ts'

const next: Statement = { name: 'pick_list_number', text: `select nextval('pick_list_number')::int as r` }

/** A number that no pick list has had; one that is taken and not used is a gap. */
export const nextPickListNumber = async (handle: Handle): Promise<string> =>
  `PL-${(await handle.query<number>(next, []))[0]}`
