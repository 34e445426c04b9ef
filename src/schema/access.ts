import type { ActorKind } from '#domain/vocabulary'

/** What a caller may do; every root field asks for one. */
export const scopes = [
  'orders:read',
  'orders:write',
  'customers:read',
  'stock:read',
  'stock:write',
  'exceptions:write',
  'settings:write',
  'log:read',
  'tokens:write',
] as const
export type Scope = (typeof scopes)[number]

export const roles = ['admin', 'operator', 'reader', 'connector'] as const
export type Role = (typeof roles)[number]

export const scopesOf: Record<Role, readonly Scope[]> = {
  admin: scopes,
  operator: [
    'orders:read',
    'orders:write',
    'customers:read',
    'stock:read',
    'stock:write',
    'exceptions:write',
    'log:read',
  ],
  reader: ['orders:read', 'stock:read', 'log:read'],
  connector: ['orders:read', 'orders:write', 'customers:read', 'stock:read', 'exceptions:write', 'log:read'],
}

/** The caller, as found from the token. */
export interface Viewer {
  principalId: string
  name: string
  kind: ActorKind
  role: Role
  scopes: ReadonlySet<Scope>
  /** Set for a connector: it sees and touches this channel alone. */
  channelKey: string | null
}

/** All that an answer to a question may depend on of the caller. Only writes look at who it is. */
export const accessKey = ({ role, channelKey }: Viewer): string => `${role} ${channelKey ?? ''}`
