import type { HoldReason, StatusIntent } from '../vocabulary.ts'
import type { ChannelFacts } from './state.ts'

export interface MeantStatus {
  field: string
  value: string
  /** Null: nobody has said what it means. It is never guessed. */
  intent: StatusIntent | null
  holdReason: HoldReason | null
}

/** What the channel's own words mean, by its status map: exact field and value, letter case aside. */
export function intentsOf(channel: ChannelFacts, statuses: { field: string; value: string }[]): MeantStatus[] {
  return statuses.map(({ field, value }) => {
    const meant = channel.statusMap.find((entry) => same(entry.field, field) && same(entry.value, value))
    return { field, value, intent: meant?.intent ?? null, holdReason: meant?.holdReason ?? null }
  })
}

const same = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase()
