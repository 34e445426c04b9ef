/** An external service's rate limit: so many calls at once, so many a second after that. */
export interface Rate {
  burst: number
  perSecond: number
}

/** How long the next call has to wait. Asking takes a token, also one that is not there yet: whoever asks must wait, then call. */
export interface TokenBucket {
  take(nowMs: number): number
}

export function tokenBucket(rate: Rate): TokenBucket {
  if (!(rate.burst >= 1 && rate.perSecond > 0))
    throw new RangeError('a rate needs a burst of 1 or more and some calls a second')
  let tokens = rate.burst
  let filledAt = Number.NEGATIVE_INFINITY
  return {
    take(nowMs) {
      const gained = ((nowMs - filledAt) / 1_000) * rate.perSecond
      // A clock that went back gains nothing, and does not lose what was there.
      if (gained > 0) tokens = Math.min(rate.burst, tokens + gained)
      filledAt = Math.max(filledAt, nowMs)
      tokens -= 1
      return tokens >= 0 ? 0 : Math.ceil((-tokens / rate.perSecond) * 1_000)
    },
  }
}
