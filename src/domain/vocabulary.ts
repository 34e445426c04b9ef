// The shared vocabulary: the only words the product has for these things. The database stores them as text,
// GraphQL prints them as enums, and `Record<…, X>` makes the compiler list what a new word touches.

export * from './vocabulary/channels.ts'
export * from './vocabulary/exceptions.ts'
export * from './vocabulary/money.ts'
export * from './vocabulary/orders.ts'
export * from './vocabulary/shipments.ts'
export * from './vocabulary/stock.ts'
