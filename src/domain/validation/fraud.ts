import type { Rule } from './rule.ts'

/** Nobody warns of fraud. The reasons of a provider may name the buyer, so they are not repeated here. */
export const fraudRule: Rule = {
  name: 'fraud',
  overridable: true,
  exceptions: ['FRAUD_REVIEW'],
  check({ state, outstanding }) {
    const { risk } = state.order
    if (risk?.level !== 'HIGH' || outstanding.length === 0) return null
    const by = risk.provider === null ? 'The channel' : risk.provider
    return {
      message: `${by} rates the order a high risk of fraud; review it before it ships.`,
      evidence: { level: risk.level, score: risk.score, provider: risk.provider },
      hold: 'HIGH_RISK_OF_FRAUD',
      exception: 'FRAUD_REVIEW',
    }
  },
}
