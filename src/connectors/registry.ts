import type { CarrierConnector } from './carriers/port.ts'
import { sandboxCarrier } from './carriers/sandbox/connector.ts'
import type { ChannelConnector } from './channels/port.ts'
import { sandboxChannel } from './channels/sandbox/connector.ts'

const byKind = <C extends { kind: string }>(...connectors: C[]): Readonly<Record<string, C>> =>
  Object.fromEntries(connectors.map((connector) => [connector.kind, connector]))

/** Every kind of channel that a job can talk to: one line each. */
export const channelConnectors = byKind<ChannelConnector>(sandboxChannel)

/** Every kind of carrier that a job can talk to: one line each. */
export const carrierConnectors = byKind<CarrierConnector>(sandboxCarrier)
